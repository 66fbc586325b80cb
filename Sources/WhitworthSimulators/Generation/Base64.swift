/// Base64 with padding (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var offset = 0
        while offset < bytes.count {
            let first = bytes[offset]
            let second = offset + 1 < bytes.count ? bytes[offset + 1] : 0
            let third = offset + 2 < bytes.count ? bytes[offset + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int((first & 0x03) << 4 | second >> 4)])
            text.append(offset + 1 < bytes.count ? alphabet[Int((second & 0x0F) << 2 | third >> 6)] : 0x3D)
            text.append(offset + 2 < bytes.count ? alphabet[Int(third & 0x3F)] : 0x3D)
            offset += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil when the text is not base64 with its padding.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var held = 0
        var padding = 0
        for byte in text {
            guard let digit = value(byte) else {
                guard byte == 0x3D, padding < 2 else { return nil }
                padding += 1
                group <<= 6
                held += 1
                if held == 4 { append(group, padding, to: &bytes) }
                continue
            }
            guard padding == 0 else { return nil }
            group = group << 6 | UInt32(digit)
            held += 1
            if held == 4 {
                append(group, 0, to: &bytes)
                group = 0
                held = 0
            }
        }
        return bytes
    }

    /// Whether the text is base64, without building what it stands for.
    static func isValid(_ text: some Collection<UInt8>) -> Bool {
        guard !text.isEmpty, text.count % 4 == 0 else { return false }
        var padding = 0
        for byte in text {
            if value(byte) != nil {
                if padding > 0 { return false }
            } else {
                guard byte == 0x3D, padding < 2 else { return false }
                padding += 1
            }
        }
        return true
    }

    private static func append(_ group: UInt32, _ padding: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: group >> 16))
        if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: group >> 8)) }
        if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: group)) }
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
