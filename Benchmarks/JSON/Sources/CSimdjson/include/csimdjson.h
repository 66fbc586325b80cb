#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

// Parses a whole document with the DOM interface, which validates all of it, and returns the number of messages; -1 for a
// document that is none. `bytes` need no padding: it is copied into the parser's own padded buffer, as its users do.
long simdjson_dom_messages(const uint8_t *bytes, size_t count);

// Walks a document with the on-demand interface to the same number. It does not validate what it passes over.
long simdjson_ondemand_messages(const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
