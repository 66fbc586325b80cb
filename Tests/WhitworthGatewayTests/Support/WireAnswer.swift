/// One HTTP answer as it came, read without any of the gateway's own code.
struct WireAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// Whether all of it came: its length, its last chunk, or the end of its connection.
    var isComplete: Bool
    /// Of all bytes it was read from.
    var length: Int
    /// The sizes of its chunks.
    var chunks: [Int] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Names in lower case.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The answer at the front of the bytes; nil where its head is not complete.
    ///
    /// - Parameters:
    ///   - isClosed: whether the connection has ended.
    ///   - isHead: whether the request was HEAD, so that no body follows.
    init?(_ bytes: ArraySlice<UInt8>, isClosed: Bool, isHead: Bool = false) {
        guard let end = Self.end(ofHead: bytes) else { return nil }
        let lines = String(decoding: bytes[..<(end - 4)], as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        let start = lines[0].split(separator: " ")
        guard start.count >= 2, start[0] == "HTTP/1.1", let status = Int(start[1]) else { return nil }
        self.status = status
        headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (line[..<colon].lowercased(), line[colon...].dropFirst().trimmed)
        }
        body = []
        var rest = bytes[end...]
        if isHead || status < 200 {
            isComplete = true
        } else if let count = headers.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
            body = Array(rest.prefix(count))
            isComplete = body.count == count
            rest = rest.dropFirst(count)
        } else if headers.contains(where: { $0.name == "transfer-encoding" && $0.value == "chunked" }) {
            isComplete = false
            while let line = rest.firstIndex(of: 0x0D) {
                guard let size = Int(String(decoding: rest[rest.startIndex..<line], as: UTF8.self), radix: 16),
                    rest.endIndex - line >= size + 4
                else { break }
                body += rest[(line + 2)..<(line + 2 + size)]
                chunks.append(size)
                rest = rest[(line + 4 + size)...]
                if size == 0 {
                    isComplete = true
                    break
                }
            }
        } else {
            body = Array(rest)
            rest = rest[rest.endIndex...]
            isComplete = isClosed
        }
        length = rest.startIndex - bytes.startIndex
    }

    private static func end(ofHead bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex + 3
        while index < bytes.endIndex {
            if bytes[index] == 0x0A, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    /// All answers at the front of the bytes, the last one perhaps incomplete.
    static func all(in bytes: [UInt8], isClosed: Bool) -> [WireAnswer] {
        var answers: [WireAnswer] = []
        var rest = bytes[...]
        while !rest.isEmpty, let answer = WireAnswer(rest, isClosed: isClosed) {
            answers.append(answer)
            rest = rest.dropFirst(answer.length)
        }
        return answers
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
