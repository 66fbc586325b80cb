#include "csimdjson.h"
#include <simdjson.h>

extern "C" long simdjson_dom_messages(const uint8_t *bytes, size_t count) {
    static thread_local simdjson::dom::parser parser;
    simdjson::dom::array messages;
    if (parser.parse(bytes, count)["messages"].get(messages)) return -1;
    return (long)messages.size();
}

extern "C" long simdjson_ondemand_messages(const uint8_t *bytes, size_t count) {
    static thread_local simdjson::ondemand::parser parser;
    simdjson::padded_string padded((const char *)bytes, count);
    simdjson::ondemand::document document;
    if (parser.iterate(padded).get(document)) return -1;
    simdjson::ondemand::array messages;
    if (document["messages"].get(messages)) return -1;
    size_t size = 0;
    if (messages.count_elements().get(size)) return -1;
    return (long)size;
}
