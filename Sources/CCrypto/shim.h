// OpenSSL's one-shot digests: the only part of libcrypto that dsprover uses.
#include <openssl/evp.h>
#include <openssl/sha.h>
