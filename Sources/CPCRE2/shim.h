// PCRE2 over bytes; Swift calls the functions by their _8 names.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
