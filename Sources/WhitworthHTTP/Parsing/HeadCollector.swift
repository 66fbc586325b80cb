/// Gathers the bytes of a head until the empty line that ends it.
struct HeadCollector: Sendable {
    private var partial: [UInt8] = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var isEmpty: Bool { partial.isEmpty }

    /// The whole head, its empty line included; nil when all bytes were taken and more are needed.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, from offset: inout Int) throws(HTTPError) -> [UInt8]? {
        if partial.isEmpty {
            let start = offset
            if let end = try Self.end(in: bytes, from: start, to: bytes.count, lineStart: start) {
                guard end - start <= limit else { throw HTTPError(.headTooLarge) }
                offset = end
                return Array(bytes[start..<end])
            }
            partial.append(contentsOf: bytes[start...])
            offset = bytes.count
            guard partial.count <= limit else { throw HTTPError(.headTooLarge) }
            return nil
        }
        let known = partial.count
        partial.append(contentsOf: bytes[offset...])
        let end = try partial.withUnsafeBufferPointer { (partial) throws(HTTPError) in
            try Self.end(in: partial, from: known, to: partial.count, lineStart: 0)
        }
        guard let end else {
            offset = bytes.count
            guard partial.count <= limit else { throw HTTPError(.headTooLarge) }
            return nil
        }
        guard end <= limit else { throw HTTPError(.headTooLarge) }
        offset += end - known
        let head = Array(partial[..<end])
        partial.removeAll(keepingCapacity: false)
        return head
    }

    /// One past the empty line; every line must end in CR LF.
    private static func end(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int, lineStart: Int
    ) throws(HTTPError) -> Int? {
        var index = start
        while index < limit {
            if bytes[index] == 0x0A {
                guard index > lineStart, bytes[index - 1] == 0x0D else { throw HTTPError(.malformedLine) }
                // An empty line: at the very start it ends an empty head.
                if index - 1 == lineStart || (index - 2 >= lineStart && bytes[index - 2] == 0x0A) { return index + 1 }
            }
            index += 1
        }
        return nil
    }
}
