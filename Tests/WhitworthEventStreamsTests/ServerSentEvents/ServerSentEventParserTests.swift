import Testing
import WhitworthEventStreams

@Suite("Server-sent events: parser")
struct ServerSentEventParserTests {
    private func parse(_ bytes: [UInt8], pieces: [Int] = []) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        var offset = 0
        for size in pieces + [bytes.count] where offset < bytes.count {
            let end = min(offset + size, bytes.count)
            try parser.push(Array(bytes[offset..<end]).span, into: &events)
            offset = end
        }
        try parser.finish()
        return events
    }

    private func parse(_ text: String) throws -> [ServerSentEvent] { try parse(Array(text.utf8)) }

    private func event(_ data: String, _ name: String = "", id: String? = nil, retry: Int? = nil) -> ServerSentEvent {
        ServerSentEvent(event: Array(name.utf8), data: Array(data.utf8), id: id.map { Array($0.utf8) }, retry: retry)
    }

    @Test("All three line ends end lines", arguments: ["\n", "\r", "\r\n"])
    func lineEnds(_ end: String) throws {
        let text = "event: a\ndata: 1\ndata: 2\n\ndata: 3\n\n".replacing("\n", with: end)
        #expect(try parse(text) == [event("1\n2", "a"), event("3")])
    }

    @Test("Line ends may be mixed")
    func mixed() throws {
        #expect(try parse("data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\n\n") == [event("1\n2\n3"), event("4")])
    }

    @Test("A byte order mark counts at the very beginning alone")
    func byteOrderMark() throws {
        #expect(try parse("\u{FEFF}data: 1\n\n") == [event("1")])
        #expect(try parse("data: \u{FEFF}1\n\n") == [event("\u{FEFF}1")])
        #expect(throws: FramingError.self) { try parse("data: 1\n\n\u{FEFF}data: 2\n\n") }
    }

    @Test("Comments say nothing, wherever they stand")
    func comments() throws {
        #expect(try parse(": hi\n\ndata: 1\n: there\ndata: 2\n\n:\n\n") == [event("1\n2")])
    }

    @Test("One space after the colon is not part of the value, and need not be there")
    func space() throws {
        #expect(try parse("data:1\n\ndata: 2\n\ndata:  3\n\n") == [event("1"), event("2"), event(" 3")])
    }

    @Test("A field without a colon has an empty value; an event without data is none")
    func emptiness() throws {
        #expect(try parse("data\n\n") == [event("")])
        #expect(try parse("data\ndata\n\n") == [event("\n")])
        #expect(try parse("event: a\n\ndata: 1\n\n") == [event("1")])
        #expect(try parse("\n\n\n").isEmpty && (try parse("")).isEmpty)
    }

    @Test("Names and ids are those of their event; of two names the last counts")
    func fields() throws {
        #expect(
            try parse("event: a\nevent: b\nid: 7\nretry: 250\ndata: 1\n\ndata: 2\n\n") == [
                event("1", "b", id: "7", retry: 250), event("2"),
            ])
        #expect(try parse("id: a\0b\nretry: soon\ndata: 1\n\n") == [event("1")])
    }

    @Test("Well-formed fields of other names are ignored")
    func unknown() throws {
        #expect(try parse("x-extra: 1\ndata: 1\nDATA: 2\n\n") == [event("1")])
    }

    @Test(
        "A line that is no field is an error with its place",
        arguments: [#"{"error": 1}"#, "<html>", "\u{1}", "da ta: 1"])
    func malformed(_ line: String) {
        do {
            _ = try parse("data: 1\n\n\(line)\n\n")
            Issue.record("'\(line)' passed")
        } catch let error as FramingError {
            #expect(error.offset == 9 + line.utf8.count)
            guard case .notAField = error.reason else {
                Issue.record("\(error)")
                return
            }
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test(
        "A body that ends inside an event is cut, not whole",
        arguments: ["data: 1", "data: 1\n", "event: a\n", "data: 1\n\nda"])
    func cut(_ text: String) {
        #expect(throws: FramingError.self) { try parse(text) }
    }

    @Test("An event has a largest size, wherever its bytes stand")
    func limit() throws {
        for text in [
            "data: \(String(repeating: "x", count: 200))\n\n",
            String(repeating: "data: xxxxxxxxxx\n", count: 20) + "\n",
        ] {
            var parser = ServerSentEventParser(limit: 64)
            var events: [ServerSentEvent] = []
            do throws(FramingError) {
                for byte in text.utf8 { try parser.push([byte].span, into: &events) }
                Issue.record("more than the limit passed")
            } catch {
                #expect(error.reason == .eventTooLarge(limit: 64))
            }
        }
    }

    @Test("P31: any split gives the same events")
    func splits() throws {
        let text =
            "\u{FEFF}: c\r\nevent: naïve\r\ndata: {\"a\": \"東京 👩‍👩‍👧\"}\r\ndata:2\r\n\r\n\ndata\rid: 1\r\rretry: 5\n\n: x\n\ndata: [DONE]\n\n"
        let bytes = Array(text.utf8)
        let whole = try parse(bytes)
        #expect(whole.count == 3)
        for size in 1...bytes.count {
            #expect(
                try parse(bytes, pieces: Array(repeating: size, count: bytes.count / size + 1)) == whole,
                "pieces of \(size)")
        }
        for first in 0..<bytes.count {
            for second in stride(from: 1, to: bytes.count - first, by: 7) {
                #expect(try parse(bytes, pieces: [first, second].filter { $0 > 0 }) == whole, "\(first), \(second)")
            }
        }
    }
}
