import WhitworthTestSupport

/// Random messages, most of them valid or nearly so, and random damage to them.
struct MessageGenerator {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    // MARK: Messages

    /// Mostly one of the first, so that whole messages are valid often enough.
    private mutating func pick(_ valid: [String], odd: [String]) -> String {
        random.pick(random.chance(95) ? valid : odd)
    }

    mutating func request() -> [UInt8] {
        let method = pick(
            ["GET", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "PURGE"],
            odd: ["FOO", "get", "CONNECT"])
        let target = pick(
            [
                "/", "/v1/chat/completions", "/a?b=c&d", "http://a/b", "https://a:1?x", "//x", "/%20~", "http://[::1]",
                "/{}|\"", "/a#b",
            ],
            odd: ["*", "a", "x:y", "http://u@[::1]/a", "http://", "/\u{E4}"])
        let version = pick(
            ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"], odd: ["HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 "])
        var lines = ["\(method) \(target) \(version)"]
        if random.chance(97) {
            lines.append("Host: " + pick(["a", "localhost:80", "", "[::1]"], odd: ["a b", "a/b"]))
        }
        return message(lines)
    }

    mutating func answer() -> [UInt8] {
        let status = pick(
            ["200", "200", "200", "201", "204", "304", "400", "429", "500", "100", "103"],
            odd: ["101", "999", "099", "20"])
        let version = pick(
            ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"], odd: ["HTTP/1.2", "HTTP/2.0", "http/1.1"])
        return message(["\(version) \(status)" + pick([" OK", " Too Many Requests", " ", "", " \u{E4}"], odd: ["\t"])])
    }

    /// Start line and perhaps Host, to which fields and a body come.
    private mutating func message(_ start: [String]) -> [UInt8] {
        var lines = start
        for _ in 0..<Int.random(in: 0..<5, using: &random) { lines.append(field()) }
        let data = body()
        var framed: [UInt8] = []
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3:
            let count = random.chance(90) ? data.count : max(0, data.count + Int.random(in: -2...2, using: &random))
            lines.insert("Content-Length: \(count)", at: Int.random(in: 1...lines.count, using: &random))
            framed = data
        case 4...7:
            lines.insert("Transfer-Encoding: chunked", at: Int.random(in: 1...lines.count, using: &random))
            framed = chunks(data)
        case 8: framed = data
        default: break
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + framed
    }

    private mutating func field() -> String {
        let name = random.pick([
            "X-A", "Accept", "b", "Connection", "Connection", "Expect", "Upgrade", "TE", "X!", "Trailer", "Cookie",
        ])
        let value = random.pick([
            "", "a", "a, b", "close", "keep-alive", "Close, x", "Upgrade", "keep-alive, close", "100-continue", "h2c",
            "ä",
            "\"a\"", "trailers", "x\ty", "chunked",
        ])
        let odd = random.chance(2)
        let bad = random.pick([
            "Content-Length: 3", "Content-Length: +3", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
            "Content-Length: 0", "A : b", " folded", "Content-Length:", "Transfer-Encoding:", "Content-Length: 3, 3",
        ])
        return odd ? bad : name + random.pick([": ", ":", ":\t ", ": "]) + value + random.pick(["", "", " ", "\t"])
    }

    private mutating func body() -> [UInt8] {
        let texts = [
            "", "x", "hello", "{\"a\":1}", "\r\n", "\r\n\r\n", "0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "ä\0",
        ]
        return Array((0..<Int.random(in: 0..<4, using: &random)).map { _ in random.pick(texts) }.joined().utf8)
    }

    private mutating func chunks(_ data: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = data[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...20, using: &random))
            rest = rest.dropFirst(piece.count)
            bytes += Array(size(piece.count).utf8) + piece + [13, 10]
        }
        bytes += Array(size(0).utf8)
        if random.chance(20) {
            bytes += Array(pick(["T: u\r\n", "T:\r\nV: w \r\n"], odd: ["T : u\r\n", "T\r\n", " T: u\r\n"]).utf8)
        }
        return random.chance(97) ? bytes + [13, 10] : bytes
    }

    private mutating func size(_ count: Int) -> String {
        let digits = String(count, radix: 16, uppercase: random.chance(30))
        let zeros = random.chance(20) ? pick(["0", "000"], odd: ["00000000000000"]) : ""
        let tail =
            random.chance(20)
            ? pick(
                [";a", ";a=b", ";a=\"b c\"", ";a;b=c", ";a=\"\\\"\""],
                odd: [" ", " ;a", ";", ";a=", ";a b", ";=", "; a", ";a=\"b"]) : ""
        return zeros + digits + tail + "\r\n"
    }

    // MARK: Damage

    /// A few bytes taken out, put in, doubled or changed: most of them such as mean something to HTTP.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let telling = Array("\r\n\r\n\r\n\t\0 ::;,=\"0159aF+-/*?#\u{7F}HTP.x".utf8) + [0x80, 0xFF, 0x0B, 0x0C]
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let byte = telling.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(byte, at: place)
            case 2: bytes[place] = byte
            case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 4:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
            default: lineEnd(&bytes, byte)
            }
        }
        return bytes
    }

    /// Damage at the end of a line, where readers differ most.
    private mutating func lineEnd(_ bytes: inout [UInt8], _ byte: UInt8) {
        let ends = bytes.indices.filter { bytes[$0] == 0x0A }
        guard let end = ends.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[end] = byte
        case 1: bytes.insert(byte, at: end)
        case 2: bytes.insert(byte, at: end + 1)
        default: if end > 0 { bytes.remove(at: end - 1) }
        }
    }
}
