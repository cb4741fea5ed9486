#ifndef DSPROVER_CCURL_SHIM_H
#define DSPROVER_CCURL_SHIM_H

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call. One typed function for
// each kind of argument.

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_large(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// curl copies the text, except for CURLOPT_POSTFIELDS and CURLOPT_ERRORBUFFER, which must not be set with this.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// Sets the body of a POST; curl copies it.
static inline CURLcode ccurl_set_body(CURL *handle, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code ? code : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);

/// For CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_data_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_large(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// For CURLOPT_SOCKOPTFUNCTION and CURLOPT_CLOSESOCKETFUNCTION of `ccurl_watch_sockets`.
typedef void (*ccurl_socket_callback)(void *context, int socket);

/// Who is told of sockets. Must outlive every connection that was made with it.
struct ccurl_socket_watch {
    void *context;
    ccurl_socket_callback opened;
    ccurl_socket_callback closed;
};

static inline int ccurl_socket_opened(void *watch, curl_socket_t socket, curlsocktype purpose) {
    struct ccurl_socket_watch *to = (struct ccurl_socket_watch *)watch;
    (void)purpose;
    (void)fcntl(socket, F_SETFD, FD_CLOEXEC);
    to->opened(to->context, socket);
    return CURL_SOCKOPT_OK;
}

static inline int ccurl_socket_closed(void *watch, curl_socket_t socket) {
    struct ccurl_socket_watch *to = (struct ccurl_socket_watch *)watch;
    to->closed(to->context, socket);
    return close(socket);
}

/// Keeps the sockets of this handle from the child processes of the program, and tells the watch of them.
static inline CURLcode ccurl_watch_sockets(CURL *handle, struct ccurl_socket_watch *watch) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, ccurl_socket_opened);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_SOCKOPTDATA, watch);
    if (!code) code = curl_easy_setopt(handle, CURLOPT_CLOSESOCKETFUNCTION, ccurl_socket_closed);
    return code ? code : curl_easy_setopt(handle, CURLOPT_CLOSESOCKETDATA, watch);
}

typedef int (*ccurl_request_callback)(
    void *context, char *remote_address, char *local_address, int remote_port, int local_port);

/// Calls the function when the connection stands and before the request is sent.
static inline CURLcode ccurl_set_before_request(CURL *handle, ccurl_request_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
    return code ? code : curl_easy_setopt(handle, CURLOPT_PREREQDATA, context);
}

/// The port and, where `text` is not null, the address of one end of a socket; -1 when it has none.
static inline int ccurl_socket_end(const struct sockaddr_storage *end, char *text, socklen_t room) {
    if (end->ss_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)end;
        if (text && !inet_ntop(AF_INET, &four->sin_addr, text, room)) return -1;
        return ntohs(four->sin_port);
    }
    if (end->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)end;
        if (text && !inet_ntop(AF_INET6, &six->sin6_addr, text, room)) return -1;
        return ntohs(six->sin6_port);
    }
    return -1;
}

/// Whether the socket is the one between these ends.
static inline int ccurl_socket_connects(
    int socket, int local_port, const char *remote_address, int remote_port) {
    struct sockaddr_storage end;
    socklen_t length = sizeof end;
    char text[INET6_ADDRSTRLEN];
    if (getsockname(socket, (struct sockaddr *)&end, &length) || ccurl_socket_end(&end, 0, 0) != local_port) return 0;
    length = sizeof end;
    if (getpeername(socket, (struct sockaddr *)&end, &length)) return 0;
    return ccurl_socket_end(&end, text, sizeof text) == remote_port && strcmp(text, remote_address) == 0;
}

/// Whether bytes, or the end of the stream, wait to be read.
static inline int ccurl_socket_has_input(int socket) {
    char byte;
    return recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}

static inline void ccurl_rest(unsigned microseconds) {
    (void)usleep(microseconds);
}

static inline CURLcode ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

#endif
