/// Bytes to events, in any split (WHATWG HTML §9.2.6).
///
/// Stricter than a browser in two places, since here a lost line is a lost part of an answer: an event that the body's
/// end cuts off is an error instead of being discarded, and so is a line whose field name could not be one. Well-formed
/// fields of other names are ignored, as the standard says.
public struct ServerSentEventParser: Sendable {
    private let limit: Int
    /// The beginning of a line whose end has not come yet.
    private var line: [UInt8] = []
    private var event: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var id: [UInt8]?
    private var retry: Int?
    /// A line ended in CR: an LF that follows belongs to it.
    private var skipsLineFeed = false
    private var isFirstLine = true
    /// Of the next byte to be pushed, from the start of the body.
    private var offset = 0

    /// - Parameter limit: for the bytes of one event: those gathered and the line being read.
    public init(limit: Int = 32 << 20) {
        self.limit = limit
    }

    /// Appends the events that these bytes complete.
    public mutating func push(
        _ bytes: Span<UInt8>, into events: inout [ServerSentEvent]
    ) throws(FramingError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(FramingError) in
            try push(buffer, into: &events)
        }
    }

    /// The body ended.
    ///
    /// - Throws: `truncated` where it ended inside an event.
    public mutating func finish() throws(FramingError) {
        guard line.isEmpty, !hasData, event.isEmpty else { throw FramingError(.truncated, offset: offset) }
    }

    private mutating func push(
        _ bytes: UnsafeBufferPointer<UInt8>, into events: inout [ServerSentEvent]
    ) throws(FramingError) {
        let base = offset
        offset += bytes.count
        var start = 0
        if skipsLineFeed, let first = bytes.first {
            skipsLineFeed = false
            if first == 0x0A { start = 1 }
        }
        while let end = LineEnd.first(in: bytes, from: start) {
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
            try checkSize(lineFrom: base + start - line.count, to: base + end)
            if line.isEmpty {
                try read(piece, endingAt: base + end, into: &events)
            } else {
                line.append(contentsOf: piece)
                let whole = line
                line.removeAll(keepingCapacity: true)
                try whole.withUnsafeBufferPointer { (whole) throws(FramingError) in
                    try read(whole, endingAt: base + end, into: &events)
                }
            }
            start = end + 1
            if bytes[end] == 0x0D {
                if start == bytes.count {
                    skipsLineFeed = true
                } else if bytes[start] == 0x0A {
                    start += 1
                }
            }
        }
        if start < bytes.count { line.append(contentsOf: bytes[start...]) }
        try checkSize(lineFrom: offset - line.count, to: offset)
    }

    /// At the end of a line and at the end of a piece: so that the verdict is the same for any split.
    private func checkSize(lineFrom start: Int, to end: Int) throws(FramingError) {
        let room = limit - data.count - event.count
        guard end - start <= room else { throw FramingError(.eventTooLarge(limit: limit), offset: start + room) }
    }

    private mutating func read(
        _ line: UnsafeBufferPointer<UInt8>, endingAt end: Int, into events: inout [ServerSentEvent]
    ) throws(FramingError) {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = UnsafeBufferPointer(rebasing: line[3...]) }
        }
        guard let first = line.first else { return dispatch(into: &events) }
        // A comment.
        if first == 0x3A { return }
        let colon = line.firstIndex(of: 0x3A) ?? line.count
        let name = UnsafeBufferPointer(rebasing: line[..<colon])
        var from = min(colon + 1, line.count)
        if from < line.count, line[from] == 0x20 { from += 1 }
        let value = UnsafeBufferPointer(rebasing: line[from...])
        if Self.equal(name, "data") {
            if hasData { data.append(0x0A) }
            data.append(contentsOf: value)
            hasData = true
        } else if Self.equal(name, "event") {
            event = Array(value)
        } else if Self.equal(name, "id") {
            if !value.contains(0) { id = Array(value) }
        } else if Self.equal(name, "retry") {
            if value.allSatisfy({ (0x30...0x39).contains($0) }), let time = Int(String(decoding: value, as: UTF8.self))
            {
                retry = time
            }
        } else if !name.allSatisfy(Self.isNameByte) {
            throw FramingError(.notAField(String(decoding: line.prefix(40), as: UTF8.self)), offset: end)
        }
    }

    /// A blank line: what has been gathered is an event, unless it holds no data.
    private mutating func dispatch(into events: inout [ServerSentEvent]) {
        if hasData {
            events.append(ServerSentEvent(event: event, data: data, id: id, retry: retry))
            data = []
            hasData = false
        }
        event = []
        id = nil
        retry = nil
    }

    private static func equal(_ name: UnsafeBufferPointer<UInt8>, _ literal: StaticString) -> Bool {
        guard name.count == literal.utf8CodeUnitCount else { return false }
        for index in 0..<name.count where name[index] != literal.utf8Start[index] { return false }
        return true
    }

    /// ASCII letters, digits, `-`, `_` and `.`.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
