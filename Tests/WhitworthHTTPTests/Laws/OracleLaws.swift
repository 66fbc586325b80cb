import Testing
import WhitworthHTTP
import WhitworthTestSupport

/// Whatever ours accepts, NIO's must accept and read the same (Decision 0003). Being stricter is allowed.
@Suite("Ours against NIO's") struct OracleLaws {
    @Test("Requests: what ours accepts NIO reads the same", arguments: 0..<4)
    func requests(part: Int) throws {
        var read = 0
        var refused = 0
        for seed in UInt64(part * 1500)..<UInt64((part + 1) * 1500) {
            var generator = MessageGenerator(seed: seed)
            var bytes = generator.request()
            if generator.random.chance(30) { bytes += generator.request() }
            if generator.random.chance(40) { bytes = generator.damaged(bytes) }
            let ours = Reading.requests([bytes])
            let oracle = try Oracle.requests(bytes)
            if ours.error == nil { read += 1 } else { refused += 1 }
            compare(ours, oracle, bytes, seed)
        }
        // The generator must reach both sides.
        #expect(read > 400 && refused > 400, "\(read) read, \(refused) refused")
    }

    @Test("Answers: what ours accepts NIO reads the same", arguments: 0..<4)
    func answers(part: Int) throws {
        var read = 0
        var refused = 0
        for seed in UInt64(part * 1500)..<UInt64((part + 1) * 1500) {
            var generator = MessageGenerator(seed: 1_000_000 + seed)
            var bytes = generator.answer()
            let head = generator.random.chance(10)
            // What follows an answer to HEAD is asked for otherwise, which is not told to ours here.
            if !head, generator.random.chance(30) { bytes += generator.answer() }
            if generator.random.chance(40) { bytes = generator.damaged(bytes) }
            var ours = Reading.answers([bytes], head: head, closes: true)
            if head { ours.messages = Array(ours.messages.prefix(1)) }
            let oracle = try Oracle.answers(bytes, head: head)
            if ours.error == nil { read += 1 } else { refused += 1 }
            compare(ours, oracle, bytes, seed, head: head)
        }
        #expect(read > 400 && refused > 400, "\(read) read, \(refused) refused")
    }

    private func compare(
        _ ours: Reading, _ oracle: (messages: [ReadMessage], error: String?), _ bytes: [UInt8], _ seed: UInt64,
        head: Bool = false
    ) {
        let text = String(decoding: bytes, as: UTF8.self).debugDescription
        for (index, message) in ours.messages.enumerated() {
            guard index < oracle.messages.count else {
                if Self.isException(message, oracle.error) { return }
                Issue.record("\(seed): NIO refuses (\(oracle.error ?? "-")) what ours reads: \(text)")
                return
            }
            let theirs = oracle.messages[index]
            #expect(message.start == theirs.start, "\(seed): \(text)")
            #expect(message.minorVersion == theirs.minorVersion, "\(seed): \(text)")
            #expect(message.fields == theirs.fields, "\(seed): \(text)")
            if message.isEnded {
                #expect(theirs.isEnded, "\(seed): \(oracle.error ?? "-") \(text)")
                #expect(message.body == theirs.body, "\(seed): \(text)")
            }
            // Ours may close where NIO goes on, not the reverse: then nothing that follows is a message. Of HTTP/1.1
            // alone, since llhttp does not find keep-alive before a tab or in a second field; and not of answers to
            // HEAD, which llhttp takes for open-ended where they tell no length, before NIO knows better.
            #expect(theirs.keepsAlive || !message.keepsAlive || message.minorVersion == 0 || head, "\(seed): \(text)")
            if !message.keepsAlive { return }
            // A request for another protocol ends NIO's reading; a server may ignore it and go on (RFC 9110 §7.8).
            if Self.asksForUpgrade(message) { return }
        }
    }

    private static func asksForUpgrade(_ message: ReadMessage) -> Bool {
        message.fields.contains { $0.hasPrefix("upgrade:") }
            && message.fields.contains { $0.hasPrefix("connection:") && $0.lowercased().contains("upgrade") }
    }

    /// Where ours accepts what NIO refuses.
    private static func isException(_ message: ReadMessage, _ error: String?) -> Bool {
        // RFC 9110 §9.1 leaves methods open; llhttp knows a list of them. Ours are answered with 405 further up.
        let method = message.start.prefix { $0 != " " }
        let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
        if error == "invalid HTTP method", !known.contains(String(method)) { return true }
        // `Connection: close` on an interim answer, or one in HTTP/1.0, is the end to llhttp. RFC 9110 §15.2 lets the
        // final answer follow every interim one, and that is closed as its own fields say.
        return error == "data received after completed connection: close message"
    }
}
