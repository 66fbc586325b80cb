/// Header fields of a head, and what they say of the message's body and connection.
struct FieldScanner {
    var entries: [HTTPFields.Entry] = []
    var contentLength: Int?
    var isChunked = false
    var hosts = 0
    var hasBadHost = false
    var closes = false
    var keepsAlive = false
    var expectsContinue = false

    /// - Parameter start: of the first field line.
    /// - Returns: nothing is left after the empty line.
    mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limits: HTTPLimits
    ) throws(HTTPError) {
        entries.reserveCapacity(16)
        var lineStart = start
        while true {
            guard lineStart < bytes.count else { throw HTTPError(.malformedField) }
            if bytes[lineStart] == 0x0D {
                // Only the empty line at the very end: a CR on its own would hide what follows it.
                guard lineStart + 2 == bytes.count else { throw HTTPError(.malformedField) }
                return
            }
            var colon = lineStart
            while colon < bytes.count, bytes[colon] != 0x3A, bytes[colon] != 0x0D { colon += 1 }
            // Neither a folded line nor one with a space before its colon passes as a name.
            guard colon < bytes.count, bytes[colon] == 0x3A, HTTPByte.isToken(bytes, lineStart..<colon) else {
                throw HTTPError(.malformedField)
            }
            var end = colon + 1
            while end < bytes.count, bytes[end] != 0x0D {
                guard HTTPByte.isFieldContent(bytes[end]) else { throw HTTPError(.malformedField) }
                end += 1
            }
            guard end + 1 < bytes.count, bytes[end + 1] == 0x0A else { throw HTTPError(.malformedField) }
            var first = colon + 1
            var last = end
            while first < last, HTTPByte.isSpace(bytes[first]) { first += 1 }
            while last > first, HTTPByte.isSpace(bytes[last - 1]) { last -= 1 }
            guard entries.count < limits.fields else { throw HTTPError(.tooManyFields) }
            entries.append(HTTPFields.Entry(name: lineStart..<colon, value: first..<last))
            try interpret(bytes, name: lineStart..<colon, value: first..<last)
            lineStart = end + 2
        }
    }

    private mutating func interpret(
        _ bytes: UnsafeBufferPointer<UInt8>, name: Range<Int>, value: Range<Int>
    ) throws(HTTPError) {
        switch name.count {
        case 4 where Self.equal(bytes, name, "host"):
            hosts += 1
            if !value.allSatisfy({ HTTPByte.isAuthority(bytes[$0]) }) { hasBadHost = true }
        case 6 where Self.equal(bytes, name, "expect"):
            if Self.equal(bytes, value, "100-continue") { expectsContinue = true }
        case 10 where Self.equal(bytes, name, "connection"):
            Self.eachToken(bytes, value) { token in
                if Self.equal(bytes, token, "close") { closes = true }
                if Self.equal(bytes, token, "keep-alive") { keepsAlive = true }
            }
        case 14 where Self.equal(bytes, name, "content-length"):
            let length = try Self.number(bytes, value)
            // RFC 9110 §8.6 lets a reader take equal lengths for one; not all do, so that none is safe with two.
            guard contentLength == nil else { throw HTTPError(.conflictingLength) }
            contentLength = length
        case 17 where Self.equal(bytes, name, "transfer-encoding"):
            guard !isChunked, Self.equal(bytes, value, "chunked") else { throw HTTPError(.unsupportedTransferEncoding) }
            isChunked = true
        default: break
        }
    }

    /// Without regard to case; the text is in lower case.
    static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<range.count
        where HTTPByte.lower(bytes[range.lowerBound + index]) != text.utf8Start[index] { return false }
        return true
    }

    private static func eachToken(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, bytes[end] != 0x2C { end += 1 }
            var first = start
            var last = end
            while first < last, HTTPByte.isSpace(bytes[first]) { first += 1 }
            while last > first, HTTPByte.isSpace(bytes[last - 1]) { last -= 1 }
            body(first..<last)
            start = end + 1
        }
    }

    /// `HTTP/x.` with any x; its case matters (RFC 9112 §2.3).
    static func isVersion(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        bytes[start] == 0x48 && bytes[start + 1] == 0x54 && bytes[start + 2] == 0x54 && bytes[start + 3] == 0x50
            && bytes[start + 4] == 0x2F && bytes[start + 6] == 0x2E
    }

    /// Digits and nothing else (RFC 9110 §8.6); a list of equal lengths is refused too.
    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws(HTTPError) -> Int {
        guard !range.isEmpty, range.count <= 18 else { throw HTTPError(.invalidContentLength) }
        var value = 0
        for index in range {
            guard (0x30...0x39).contains(bytes[index]) else { throw HTTPError(.invalidContentLength) }
            value = value * 10 + Int(bytes[index] - 0x30)
        }
        return value
    }
}
