/// Bytes of a server's connection to its answers, in any split.
public struct HTTPResponseParser: Sendable {
    private enum State: Sendable {
        case head
        case body(BodyFramer)
    }

    private let limits: HTTPLimits
    private var collector: HeadCollector
    private var state = State.head
    private var answersHead = false

    public init(limits: HTTPLimits = .standard) {
        self.limits = limits
        collector = HeadCollector(limit: limits.headBytes)
    }

    /// Whether the connection may end here without cutting an answer.
    public var isBetweenMessages: Bool {
        if case .head = state { collector.isEmpty } else { false }
    }

    /// To be told before an answer begins: none to HEAD has a body, whatever its fields say.
    public mutating func expect(head: Bool) {
        answersHead = head
    }

    /// The next part, beginning at `offset`, which moves past what was consumed. Interim answers (1xx) are skipped.
    ///
    /// - Returns: nil when all bytes given were consumed and more are needed.
    public mutating func next(
        _ bytes: Span<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> HTTPPart<HTTPResponseHead>? {
        try bytes.withUnsafeBufferPointer { (bytes) throws(HTTPError) in try next(bytes, from: &offset) }
    }

    /// The connection ended.
    ///
    /// - Returns: `end` of a body that ends so; nil between answers.
    public mutating func finish() throws(HTTPError) -> HTTPPart<HTTPResponseHead>? {
        if isBetweenMessages { return nil }
        guard case .body(let framer) = state, framer.endsWithConnection else { throw HTTPError(.truncated) }
        state = .head
        return .end
    }

    private mutating func next(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> HTTPPart<HTTPResponseHead>? {
        while true {
            switch state {
            case .head:
                guard offset < bytes.count else { return nil }
                guard let head = try collector.take(bytes, from: &offset) else { return nil }
                let answer = try Self.read(head, limits: limits, answersHead: answersHead)
                if (100..<200).contains(answer.status), answer.status != 101 { continue }
                state = .body(BodyFramer(answer.body, limits: limits))
                return .head(answer)
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
    }

    private static func read(
        _ head: [UInt8], limits: HTTPLimits, answersHead: Bool
    ) throws(HTTPError) -> HTTPResponseHead {
        var scanner = FieldScanner()
        let (status, minor) = try head.withUnsafeBufferPointer { (bytes) throws(HTTPError) in
            let line = try statusLine(bytes)
            try scanner.scan(bytes, from: line.end, limits: limits)
            return (line.status, line.minor)
        }
        if scanner.isChunked, scanner.contentLength != nil { throw HTTPError(.conflictingLength) }
        let body: HTTPBodyLength
        if answersHead || status == 204 || status == 304 || status < 200 {
            body = .none
        } else if scanner.isChunked {
            body = .chunked
        } else {
            body = scanner.contentLength.map { .length($0) } ?? .untilClose
        }
        var keepsAlive = minor == 1 ? !scanner.closes : scanner.keepsAlive && !scanner.closes
        // Chunks are of HTTP/1.1: whoever sent them may have framed the next answer as wrongly (RFC 9112 §6.1).
        if scanner.isChunked, minor == 0 { keepsAlive = false }
        // What follows is of a protocol that nobody asked for.
        if status == 101 || body == .untilClose { keepsAlive = false }
        return HTTPResponseHead(
            status: status, minorVersion: minor, fields: HTTPFields(bytes: head, entries: scanner.entries), body: body,
            keepsAlive: keepsAlive)
    }

    /// `HTTP/1.x 200 reason`; the reason may be empty, and some servers leave out the space before it.
    private static func statusLine(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(HTTPError) -> (status: Int, minor: Int, end: Int) {
        guard bytes.count >= 14, FieldScanner.isVersion(bytes, at: 0), bytes[8] == 0x20 else {
            throw HTTPError(.malformedStatusLine)
        }
        guard bytes[5] == 0x31, bytes[7] == 0x30 || bytes[7] == 0x31 else {
            throw HTTPError(.unsupportedVersion)
        }
        var status = 0
        for index in 9..<12 {
            guard (0x30...0x39).contains(bytes[index]) else { throw HTTPError(.malformedStatusLine) }
            status = status * 10 + Int(bytes[index] - 0x30)
        }
        guard status >= 100, bytes[12] == 0x20 || bytes[12] == 0x0D else { throw HTTPError(.malformedStatusLine) }
        var end = 12
        while end < bytes.count, bytes[end] != 0x0D {
            guard HTTPByte.isFieldContent(bytes[end]) else { throw HTTPError(.malformedStatusLine) }
            end += 1
        }
        guard end + 1 < bytes.count, bytes[end + 1] == 0x0A else { throw HTTPError(.malformedStatusLine) }
        return (status, Int(bytes[7] - 0x30), end + 2)
    }
}
