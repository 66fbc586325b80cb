/// Writes heads and the framing of chunks.
public enum HTTPWriter {
    /// "\r\n"
    public static let chunkTail: [UInt8] = [0x0D, 0x0A]
    /// "0\r\n\r\n"
    public static let lastChunk: [UInt8] = [0x30, 0x0D, 0x0A, 0x0D, 0x0A]

    /// A request's head, its empty line included.
    public static func appendRequest(
        method: HTTPMethod, target: String, fields: [(name: String, value: String)], to bytes: inout [UInt8]
    ) {
        append(safe: method.name, to: &bytes)
        bytes.append(0x20)
        append(safe: target, to: &bytes)
        append(" HTTP/1.1\r\n", to: &bytes)
        append(fields, to: &bytes)
    }

    /// An answer's head, its empty line included.
    public static func appendResponse(
        status: Int, fields: [(name: String, value: String)], to bytes: inout [UInt8]
    ) {
        append("HTTP/1.1 ", to: &bytes)
        bytes.append(contentsOf: String(status).utf8)
        bytes.append(0x20)
        append(reason(of: status), to: &bytes)
        append("\r\n", to: &bytes)
        append(fields, to: &bytes)
    }

    /// "1a\r\n": the data and `chunkTail` must follow.
    public static func appendChunkHead(count: Int, to bytes: inout [UInt8]) {
        var shift = 60
        while shift > 0, count >> shift & 0xF == 0 { shift -= 4 }
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: count >> shift & 0xF)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    private static func append(_ fields: [(name: String, value: String)], to bytes: inout [UInt8]) {
        for field in fields {
            append(safe: field.name, to: &bytes)
            bytes.append(0x3A)
            bytes.append(0x20)
            append(safe: field.value, to: &bytes)
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// A control character would end the line and begin another: it becomes a space.
    private static func append(safe text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        for index in start..<bytes.count where !HTTPByte.isFieldContent(bytes[index]) { bytes[index] = 0x20 }
    }

    private static func append(_ text: StaticString, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private static func reason(of status: Int) -> StaticString {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: "Status"
        }
    }
}
