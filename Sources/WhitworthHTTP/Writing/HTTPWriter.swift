/// Writes heads and the framing of chunks.
public enum HTTPWriter {
    /// "\r\n"
    public static let chunkTail: [UInt8] = [0x0D, 0x0A]
    /// "0\r\n\r\n"
    public static let lastChunk: [UInt8] = [0x30, 0x0D, 0x0A, 0x0D, 0x0A]

    /// A request's head, its empty line included.
    ///
    /// - Throws: `unsendable`, and nothing is appended, where a reader would see another request than was given: a
    ///   line break in a value, a space in a target. Requests are refused rather than changed.
    public static func appendRequest(
        method: HTTPMethod, target: String, fields: [(name: String, value: String)], to bytes: inout [UInt8]
    ) throws(HTTPError) {
        guard HTTPByte.isToken(method.name), target.utf8.allSatisfy(HTTPTarget.isVisible),
            // A path is the common case, and legal for every method that is sent from here.
            (target.utf8.first == 0x2F && method == .post)
                || HTTPTarget.path(Array(target.utf8)[...], of: method) != nil
        else { throw HTTPError(.unsendable) }
        let start = bytes.count
        bytes.append(contentsOf: method.name.utf8)
        bytes.append(0x20)
        bytes.append(contentsOf: target.utf8)
        append(" HTTP/1.1\r\n", to: &bytes)
        var isSendable = true
        for field in fields {
            // Copied first and looked at where it lies: one pass over memory that is near.
            let name = bytes.count
            bytes.append(contentsOf: field.name.utf8)
            let value = bytes.count
            append(": ", to: &bytes)
            bytes.append(contentsOf: field.value.utf8)
            bytes.withUnsafeBufferPointer { bytes in
                isSendable = isSendable && HTTPByte.isToken(bytes, name..<value)
                for index in value + 2..<bytes.count where !HTTPByte.isFieldContent(bytes[index]) { isSendable = false }
            }
            append("\r\n", to: &bytes)
        }
        append("\r\n", to: &bytes)
        guard isSendable else {
            bytes.removeSubrange(start...)
            throw HTTPError(.unsendable)
        }
    }

    /// An answer's head, its empty line included.
    ///
    /// An answer must be given, so it cannot be refused as a request can: characters that would end their line or name
    /// and begin another are replaced, and a status of other than three digits is 500.
    public static func appendResponse(
        status: Int, fields: [(name: String, value: String)], to bytes: inout [UInt8]
    ) {
        let status = (100...999).contains(status) ? status : 500
        append("HTTP/1.1 ", to: &bytes)
        bytes.append(contentsOf: String(status).utf8)
        bytes.append(0x20)
        append(reason(of: status), to: &bytes)
        append("\r\n", to: &bytes)
        for field in fields {
            let name = bytes.count
            if field.name.isEmpty { bytes.append(0x2D) } else { bytes.append(contentsOf: field.name.utf8) }
            let value = bytes.count
            append(": ", to: &bytes)
            bytes.append(contentsOf: field.value.utf8)
            bytes.withUnsafeMutableBufferPointer { bytes in
                for index in name..<value where !HTTPByte.isTokenByte(bytes[index]) { bytes[index] = 0x2D }
                for index in value + 2..<bytes.count where !HTTPByte.isFieldContent(bytes[index]) {
                    bytes[index] = 0x20
                }
            }
            append("\r\n", to: &bytes)
        }
        append("\r\n", to: &bytes)
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
