/// Bytes of a client's connection to its requests, in any split.
public struct HTTPRequestParser: Sendable {
    private enum State: Sendable {
        case head
        case body(BodyFramer)
    }

    private let limits: HTTPLimits
    private var collector: HeadCollector
    private var state = State.head

    public init(limits: HTTPLimits = .standard) {
        self.limits = limits
        collector = HeadCollector(limit: limits.headBytes)
    }

    /// Whether the connection may end here without cutting a request.
    public var isBetweenMessages: Bool {
        if case .head = state { collector.isEmpty } else { false }
    }

    /// The next part, beginning at `offset`, which moves past what was consumed.
    ///
    /// - Returns: nil when all bytes given were consumed and more are needed. After `end` the next request may begin at
    ///   `offset`.
    public mutating func next(
        _ bytes: Span<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> HTTPPart<HTTPRequestHead>? {
        try bytes.withUnsafeBufferPointer { (bytes) throws(HTTPError) in try next(bytes, from: &offset) }
    }

    private mutating func next(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> HTTPPart<HTTPRequestHead>? {
        switch state {
        case .head:
            // Empty lines before a request are to be ignored (RFC 9112 §2.2).
            while collector.isEmpty, offset + 1 < bytes.count, bytes[offset] == 0x0D, bytes[offset + 1] == 0x0A {
                offset += 2
            }
            guard offset < bytes.count else { return nil }
            guard let head = try collector.take(bytes, from: &offset) else { return nil }
            // An empty line whose two bytes came apart.
            if head.count == 2 { return try next(bytes, from: &offset) }
            let request = try Self.read(head, limits: limits)
            state = .body(BodyFramer(request.body, limits: limits))
            return .head(request)
        case .body(var framer):
            let part = try framer.next(bytes, from: &offset)
            switch part {
            case nil:
                state = .body(framer)
                return nil
            case .data(let range)?:
                state = .body(framer)
                return .body(range)
            case .end?:
                state = .head
                return .end
            }
        }
    }

    private static func read(_ head: [UInt8], limits: HTTPLimits) throws(HTTPError) -> HTTPRequestHead {
        var scanner = FieldScanner()
        let line = try head.withUnsafeBufferPointer { (bytes) throws(HTTPError) in
            let line = try requestLine(bytes)
            try scanner.scan(bytes, from: line.end, limits: limits)
            return line
        }
        let method = HTTPMethod(head[line.method])
        guard let target = HTTPTarget.path(head[line.target], of: method) else {
            throw HTTPError(.malformedRequestLine)
        }
        if scanner.isChunked, scanner.contentLength != nil { throw HTTPError(.conflictingLength) }
        // Chunks are of HTTP/1.1; a proxy before us might not have read them (RFC 9112 §6.1).
        if scanner.isChunked, line.minor == 0 { throw HTTPError(.conflictingLength) }
        guard scanner.hosts == 1 || (line.minor == 0 && scanner.hosts == 0), !scanner.hasBadHost else {
            throw HTTPError(.missingHost)
        }
        let body: HTTPBodyLength = scanner.isChunked ? .chunked : scanner.contentLength.map { .length($0) } ?? .none
        return HTTPRequestHead(
            method: method, target: target, minorVersion: line.minor,
            fields: HTTPFields(bytes: head, entries: scanner.entries), body: body,
            keepsAlive: line.minor == 1 ? !scanner.closes : scanner.keepsAlive && !scanner.closes,
            expectsContinue: scanner.expectsContinue && line.minor == 1)
    }

    private struct RequestLine {
        var method: Range<Int>
        var target: Range<Int>
        var minor: Int
        /// Of the first field line.
        var end: Int
    }

    private static func requestLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(HTTPError) -> RequestLine {
        var index = 0
        while index < bytes.count, bytes[index] != 0x20, bytes[index] != 0x0D { index += 1 }
        let method = 0..<index
        guard index < bytes.count, bytes[index] == 0x20, HTTPByte.isToken(bytes, method) else {
            throw HTTPError(.malformedRequestLine)
        }
        let targetStart = index + 1
        index = targetStart
        while index < bytes.count, HTTPTarget.isVisible(bytes[index]) { index += 1 }
        let target = targetStart..<index
        // " HTTP/1.x\r\n"
        guard !target.isEmpty, index + 11 <= bytes.count, bytes[index] == 0x20, bytes[index + 9] == 0x0D,
            bytes[index + 10] == 0x0A, FieldScanner.isVersion(bytes, at: index + 1)
        else { throw HTTPError(.malformedRequestLine) }
        guard bytes[index + 6] == 0x31, bytes[index + 8] == 0x30 || bytes[index + 8] == 0x31 else {
            throw HTTPError(.unsupportedVersion)
        }
        return RequestLine(method: method, target: target, minor: Int(bytes[index + 8] - 0x30), end: index + 11)
    }
}
