/// Finds a body's bytes and its end.
struct BodyFramer: Sendable {
    enum Part {
        case data(Range<Int>)
        case end
    }

    private enum State: Sendable {
        case length(Int)
        case chunkSize
        /// Bytes left of the chunk.
        case chunkData(Int)
        /// CR LF after a chunk's data, of which this many bytes were seen.
        case chunkTail(Int)
        case trailers
        case untilClose
        case ended
    }

    private var state: State
    /// A chunk-size line or the trailers, as far as they came.
    private var line: [UInt8] = []
    private let limits: HTTPLimits
    /// Of the trailers so far.
    private var trailerBytes = 0
    private var trailerFields = 0
    /// Of a chunk-size line with its extensions, which nobody has a use for.
    private static let sizeLimit = 1024

    init(_ length: HTTPBodyLength, limits: HTTPLimits) {
        self.limits = limits
        state =
            switch length {
            case .none: .ended
            case .length(let count): count == 0 ? .ended : .length(count)
            case .chunked: .chunkSize
            case .untilClose: .untilClose
            }
    }

    var endsWithConnection: Bool { if case .untilClose = state { true } else { false } }

    /// nil: all bytes given were consumed and more are needed.
    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int) throws(HTTPError) -> Part? {
        while true {
            switch state {
            case .ended: return .end
            case .untilClose:
                guard offset < bytes.count else { return nil }
                defer { offset = bytes.count }
                return .data(offset..<bytes.count)
            case .length(let left):
                guard offset < bytes.count else { return nil }
                let range = offset..<min(offset + left, bytes.count)
                offset = range.upperBound
                state = left == range.count ? .ended : .length(left - range.count)
                return .data(range)
            case .chunkSize:
                guard let size = try readSize(bytes, from: &offset) else { return nil }
                state = size == 0 ? .trailers : .chunkData(size)
            case .chunkData(let left):
                guard offset < bytes.count else { return nil }
                let range = offset..<min(offset + left, bytes.count)
                offset = range.upperBound
                state = left == range.count ? .chunkTail(0) : .chunkData(left - range.count)
                return .data(range)
            case .chunkTail(let seen):
                guard offset < bytes.count else { return nil }
                guard bytes[offset] == (seen == 0 ? 0x0D : 0x0A) else { throw HTTPError(.malformedChunk) }
                offset += 1
                state = seen == 0 ? .chunkTail(1) : .chunkSize
            case .trailers:
                guard try readTrailers(bytes, from: &offset) else { return nil }
                state = .ended
            }
        }
    }

    /// The line up to its CR LF, appended to `line`; false when more is needed.
    private mutating func readLine(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int, limit: Int, malformed: HTTPError.Reason,
        tooLarge: HTTPError.Reason
    ) throws(HTTPError) -> Bool {
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == 0x0A {
                guard line.last == 0x0D else { throw HTTPError(malformed) }
                line.removeLast()
                return true
            }
            guard line.last != 0x0D else { throw HTTPError(malformed) }
            guard line.count < limit else { throw HTTPError(tooLarge) }
            line.append(byte)
        }
        return false
    }

    /// Hexadecimal digits, then perhaps extensions, which mean nothing to us (RFC 9112 §7.1.1).
    private mutating func readSize(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> Int? {
        let isComplete = try readLine(
            bytes, from: &offset, limit: Self.sizeLimit, malformed: .malformedChunk, tooLarge: .malformedChunk)
        guard isComplete else { return nil }
        var size = 0
        var digits = 0
        for byte in line {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: digit = 16
            }
            if digit == 16 { break }
            digits += 1
            guard digits <= 15 else { throw HTTPError(.malformedChunk) }
            size = size << 4 | Int(digit)
        }
        guard digits > 0, ChunkExtensions.areLegal(line[digits...]) else { throw HTTPError(.malformedChunk) }
        line.removeAll(keepingCapacity: true)
        return size
    }

    /// Trailers are read and dropped: nothing here has a use for them.
    private mutating func readTrailers(
        _ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int
    ) throws(HTTPError) -> Bool {
        while try readLine(
            bytes, from: &offset, limit: limits.headBytes - trailerBytes, malformed: .malformedField,
            tooLarge: .headTooLarge)
        {
            if line.isEmpty { return true }
            guard let colon = line.firstIndex(of: 0x3A), colon > 0, line[..<colon].allSatisfy(HTTPByte.isTokenByte),
                line.allSatisfy(HTTPByte.isFieldContent)
            else { throw HTTPError(.malformedField) }
            trailerBytes += line.count
            trailerFields += 1
            guard trailerFields <= limits.fields else { throw HTTPError(.tooManyFields) }
            line.removeAll(keepingCapacity: true)
        }
        return false
    }
}
