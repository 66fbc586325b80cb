/// What came on a connection, read by hand: the tests' own eyes.
public struct RawAnswer: Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Where the head ends; nil while it has not come.
    private var headEnd: Int? {
        var index = 3
        while index < bytes.count {
            if bytes[index] == 0x0A, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    public var head: String { headEnd.map { String(decoding: bytes[..<$0], as: UTF8.self) } ?? "" }

    public var status: Int? { head.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) } }

    /// The first value of a header.
    public func header(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
                continue
            }
            return String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        return nil
    }

    /// The body, chunks joined, as far as it came.
    public var body: [UInt8] { framed.body }

    /// Whether the message is whole by its own framing.
    public var isComplete: Bool { framed.isComplete }

    /// What follows the message, where it is whole.
    public var rest: RawAnswer { RawAnswer(framed.end.map { Array(bytes[$0...]) } ?? []) }

    private var framed: (body: [UInt8], isComplete: Bool, end: Int?) {
        guard let headEnd else { return ([], false, nil) }
        if header("transfer-encoding") == "chunked" { return chunks(from: headEnd) }
        guard let length = header("content-length").flatMap({ Int($0) }) else {
            return (Array(bytes[headEnd...]), false, nil)
        }
        let end = headEnd + length
        return (Array(bytes[headEnd..<min(end, bytes.count)]), bytes.count >= end, bytes.count >= end ? end : nil)
    }

    private func chunks(from start: Int) -> (body: [UInt8], isComplete: Bool, end: Int?) {
        var body: [UInt8] = []
        var index = start
        while let line = bytes[index...].firstIndex(of: 0x0D), line + 1 < bytes.count {
            guard let size = Int(String(decoding: bytes[index..<line], as: UTF8.self), radix: 16) else { break }
            let data = line + 2
            if size == 0 {
                return data + 2 <= bytes.count ? (body, true, data + 2) : (body, false, nil)
            }
            body += bytes[data..<min(data + size, bytes.count)]
            guard data + size + 2 <= bytes.count else { break }
            index = data + size + 2
        }
        return (body, false, nil)
    }
}
