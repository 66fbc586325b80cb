import WhitworthJSON

extension SuiteCase {
    /// Strings alone, since most of what may be wrong with a document is wrong inside one.
    static let refusedStrings: [SuiteCase] = refusedEscapes + refusedSurrogates + refusedUTF8

    private static let refusedEscapes: [SuiteCase] = [
        SuiteCase("n_string_accentuated_char_no_quotes", "[é]", .unexpectedByte(0xC3), at: 1),
        SuiteCase("n_string_backslash_00", "[\"\\\u{0}\"]", .invalidEscape, at: 2),
        SuiteCase("n_string_escape_x", #"["\x00"]"#, .invalidEscape, at: 2),
        SuiteCase("n_string_escaped_backslash_bad", #"["\\\"]"#, .unexpectedEnd, at: 7),
        SuiteCase("n_string_escaped_ctrl_char_tab", "[\"\\\t\"]", .invalidEscape, at: 2),
        SuiteCase("n_string_escaped_emoji", "[\"\\🌀\"]", .invalidEscape, at: 2),
        SuiteCase("n_string_incomplete_escape", #"["\"]"#, .unexpectedEnd, at: 5),
        SuiteCase("n_string_incomplete_escaped_character", #"["\u00A"]"#, .invalidEscape, at: 7),
        SuiteCase("n_string_invalid_backslash_esc", #"["\a"]"#, .invalidEscape, at: 2),
        SuiteCase("n_string_invalid_unicode_escape", #"["\uqqqq"]"#, .invalidEscape, at: 4),
        SuiteCase("n_string_escape_capital_u", #"["\U0041"]"#, .invalidEscape, at: 2),
        SuiteCase("n_string_leading_uescaped_thinspace", #"[\u0020"asd"]"#, .unexpectedByte(0x5C), at: 1),
        SuiteCase("n_string_no_quotes_with_bad_escape", #"[\n]"#, .unexpectedByte(0x5C), at: 1),
        SuiteCase("n_string_single_doublequote", #"""#, .unexpectedEnd, at: 1),
        SuiteCase("n_string_single_quote", "['single quote']", .unexpectedByte(0x27), at: 1),
        SuiteCase("n_string_single_string_no_double_quotes", "abc", .unexpectedByte(0x61), at: 0),
        SuiteCase("n_string_start_escape_unclosed", #"["\"#, .unexpectedEnd, at: 3),
        SuiteCase("n_string_unescaped_newline", "[\"new\nline\"]", .controlCharacter(0x0A), at: 5),
        SuiteCase("n_string_unescaped_tab", "[\"\t\"]", .controlCharacter(0x09), at: 2),
        SuiteCase("n_string_unescaped_ctrl_char", "[\"a\u{0}a\"]", .controlCharacter(0x00), at: 3),
        SuiteCase("n_string_unescaped_ctrl_char_1F", "[\"a\u{1F}a\"]", .controlCharacter(0x1F), at: 3),
        SuiteCase("n_string_unicode_CapitalU", #""\UA66D""#, .invalidEscape, at: 1),
        SuiteCase("n_string_with_trailing_garbage", #"""x"#, .trailingBytes, at: 2),
    ]

    /// Left open by RFC 8259 §8.2 ("unpredictable"); two readers would see two texts, so ours refuses.
    private static let refusedSurrogates: [SuiteCase] = [
        SuiteCase("i_string_1st_surrogate_but_2nd_missing", #"["\uDADA"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_1st_valid_surrogate_2nd_invalid", #"["\uD888\u1234"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_incomplete_surrogate_and_escape_valid", #"["\uD800\n"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_incomplete_surrogate_pair", #"["\uDd1ea"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_incomplete_surrogates_escape_valid", #"["\uD800\uD800\n"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_invalid_lonely_surrogate", #"["\ud800"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_invalid_surrogate", #"["\ud800abc"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_inverted_surrogates_U+1D11E", #"["\uDd1e\uD834"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_string_lone_second_surrogate", #"["\uDFAA"]"#, .loneSurrogate, at: 2),
        SuiteCase("i_object_key_lone_2nd_surrogate", #"{"\uDFAA":0}"#, .loneSurrogate, at: 2),
        SuiteCase("n_string_1_surrogate_then_escape", #"["\uD800\"]"#, .loneSurrogate, at: 2),
        SuiteCase("n_string_1_surrogate_then_escape_u1", #"["\uD800\ud"]"#, .invalidEscape, at: 11),
        SuiteCase("n_string_incomplete_surrogate", #"["\uD834\uDd"]"#, .invalidEscape, at: 12),
        SuiteCase("n_string_surrogate_unclosed", #"["\uD834"#, .unexpectedEnd, at: 8),
    ]

    /// RFC 8259 §8.1: text is UTF-8; what is well formed says RFC 3629 §4.
    private static let refusedUTF8: [SuiteCase] = [
        SuiteCase("i_string_invalid_utf-8", string([0xFF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_iso_latin_1", string([0xE9]), .invalidUTF8, at: 1),
        SuiteCase("i_string_lone_utf8_continuation_byte", string([0x81]), .invalidUTF8, at: 1),
        SuiteCase("i_string_not_in_unicode_range", string([0xF4, 0xBF, 0xBF, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_first_past_unicode_range", string([0xF4, 0x90, 0x80, 0x80]), .invalidUTF8, at: 1),
        SuiteCase("i_string_lead_byte_f5", string([0xF5, 0x80, 0x80, 0x80]), .invalidUTF8, at: 1),
        SuiteCase("i_string_lead_byte_f8", string([0xF8, 0x88, 0x80, 0x80, 0x80]), .invalidUTF8, at: 1),
        SuiteCase("i_string_overlong_sequence_2_bytes", string([0xC0, 0xAF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_overlong_sequence_2_bytes_c1", string([0xC1, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_overlong_sequence_3_bytes", string([0xE0, 0x9F, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_overlong_sequence_4_bytes", string([0xF0, 0x8F, 0xBF, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase(
            "i_string_overlong_sequence_6_bytes", string([0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_truncated-utf-8_2", string([0xC3]), .invalidUTF8, at: 1),
        SuiteCase("i_string_truncated-utf-8_3", string([0xE0, 0xFF]), .invalidUTF8, at: 1),
        SuiteCase("i_string_truncated-utf-8_3_of_3", string([0xE2, 0x82]), .invalidUTF8, at: 1),
        SuiteCase("i_string_truncated-utf-8_4", string([0xF0, 0x9F, 0x98]), .invalidUTF8, at: 1),
        SuiteCase("i_string_UTF-8_invalid_sequence", string([0x61, 0xFA]), .invalidUTF8, at: 2),
        SuiteCase("i_string_UTF8_surrogate_U+D800", string([0xED, 0xA0, 0x80]), .invalidUTF8, at: 1),
        SuiteCase("i_string_UTF8_surrogate_U+DFFF", string([0xED, 0xBF, 0xBF]), .invalidUTF8, at: 1),
        SuiteCase(
            "i_string_CESU-8_pair", string([0xED, 0xA0, 0x81, 0xED, 0xB0, 0x80]), .invalidUTF8, at: 1),
        SuiteCase(
            "i_string_invalid_after_valid", string(Array("123456789é€".utf8) + [0x80]), .invalidUTF8, at: 15),
        SuiteCase("n_string_invalid-utf-8-in-escape", [0x22, 0x5C, 0x75, 0xE5, 0x22], .invalidEscape, at: 3),
        SuiteCase("n_object_invalid_utf8_in_key", [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], .invalidUTF8, at: 2),
    ]
}
