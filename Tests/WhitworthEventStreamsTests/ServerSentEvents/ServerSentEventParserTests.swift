import Testing
import WhitworthEventStreams
import WhitworthTestSupport

/// The clauses are those of WHATWG HTML, "Server-sent events": §9.2.5 parsing, §9.2.6 interpreting.
@Suite("Event streams in")
struct ServerSentEventParserTests {
    @Test(
        "lines end in LF, CR, CRLF or any mixture of them (§9.2.5)",
        arguments: [
            "event: a\ndata: 1\n\ndata: 2\n\n", "event: a\rdata: 1\r\rdata: 2\r\r",
            "event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n", "event: a\r\ndata: 1\n\r\ndata: 2\r\r",
            "event: a\rdata: 1\n\ndata: 2\r\n\r", "event: a\ndata: 1\r\n\ndata: 2\r\n\n",
        ])
    func lineEnds(_ text: String) {
        let reading = Reading(text)
        #expect(reading.summary == ["a|1", "2"] && reading.error == nil)
    }

    @Test("LF CR is two line ends: it ends a line and an event")
    func lineFeedCarriageReturn() {
        #expect(Reading("data: 1\n\rdata: 2\n\r").summary == ["1", "2"])
    }

    @Test(
        "the examples of the standard (§9.2.6)",
        arguments: [
            ("data: YHOO\ndata: +2\ndata: 10\n\n", ["YHOO\n+2\n10"]),
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
                ["first event", "second event", " third event"]
            ),
            ("data\n\ndata\ndata\n\n", ["", "\n"]), ("data:test\n\ndata: test\n\n", ["test", "test"]),
        ] as [(String, [String])])
    func standardExamples(_ text: String, _ expected: [String]) {
        let reading = Reading(text)
        #expect(reading.summary == expected && reading.error == nil)
    }

    @Test(
        "a field is the part before the first colon; one space after it goes, no more",
        arguments: [
            ("data:a", "a"), ("data: a", "a"), ("data:  a", " a"), ("data:\ta", "\ta"), ("data: a ", "a "),
            ("data:a:b", "a:b"), ("data::a", ":a"), ("data: :a", ":a"), ("data:", ""), ("data: ", ""), ("data", ""),
            ("data: event: x", "event: x"),
        ])
    func values(_ line: String, _ data: String) {
        #expect(Reading(line + "\n\n").summary == [data])
    }

    @Test("names are compared as they are: other fields are ignored (§9.2.6)")
    func unknownFields() {
        let reading = Reading("Data: no\nfoo: bar\nx-y_z.0: 1\ndatas: no\ndat: no\nfoo\ndata: yes\n\n")
        #expect(reading.summary == ["yes"] && reading.error == nil)
    }

    @Test("comments are ignored, between fields and between events")
    func comments() {
        let reading = Reading(": a\n\n:\n\n:data: no\ndata: 1\n: b\ndata: 2\n\n::\n\n: end\n\n")
        #expect(reading.summary == ["1\n2"] && reading.error == nil)
    }

    @Test("a byte order mark is skipped at the beginning and nowhere else")
    func byteOrderMark() {
        #expect(Reading("\u{FEFF}data: 1\n\ndata: \u{FEFF}2\n\n").summary == ["1", "\u{FEFF}2"])
        #expect(Reading("\u{FEFF}\u{FEFF}data: 1\n\n").error?.reason == .notAField("\u{FEFF}data: 1"))
        let later = Reading("data: 1\n\n\u{FEFF}data: 2\n\n")
        #expect(later.summary == ["1"])
        #expect(later.error == FramingError(.notAField("\u{FEFF}data: 2"), offset: 19))
        #expect(Reading("\n\u{FEFF}data: 2\n\n").error?.reason == .notAField("\u{FEFF}data: 2"))
        #expect(Reading("\u{FEFF}\n\ndata: 1\n\n").summary == ["1"])
    }

    @Test("an event without data is none, and leaves nothing to the next")
    func withoutData() {
        let reading = Reading("event: a\nid: 7\nretry: 5\n\ndata: 1\n\n")
        #expect(reading.events == [ServerSentEvent(data: [0x31])] && reading.error == nil)
        #expect(Reading("\n\n\r\n\n").events.isEmpty && Reading("").error == nil)
    }

    @Test("the last `event` counts; an empty one is none")
    func names() {
        #expect(Reading("event: a\nevent: b\ndata: 1\n\n").summary == ["b|1"])
        #expect(Reading("event: a\nevent\ndata: 1\n\n").summary == ["1"])
        let event = Reading("event: ping\ndata: {}\n\n").events.first
        #expect(event?.isEvent("ping") == true && event?.isEvent("pin") == false && event?.isEvent("pings") == false)
    }

    @Test("an id may be empty and holds no NUL; a time to reconnect is digits alone")
    func idAndRetry() {
        func first(_ text: String) -> ServerSentEvent? { Reading(text + "\ndata: 1\n\n").events.first }
        #expect(first("id: a b")?.id == Array("a b".utf8) && first("id")?.id == [] && first("x: 1")?.id == nil)
        #expect(first("id: a\nid: b\u{0}")?.id == [0x61])
        #expect(first("retry: 1500")?.retry == 1500 && first("retry: 007")?.retry == 7)
        for text in ["retry", "retry: -1", "retry: +1", "retry: 1.5", "retry: 1 ", "retry:  1", "retry: ١"] {
            #expect(first(text)?.retry == nil, "\(text)")
        }
        #expect(first("retry: 5\nretry: x")?.retry == 5)
        #expect(first("retry: 5\nretry: 99999999999999999999")?.retry == 5)
    }

    @Test("data is bytes: what is no UTF-8 passes, and so does NUL")
    func bytes() {
        let reading = Reading(Array("data: ".utf8) + [0xFF, 0x00, 0xED, 0xA0] + [0x0A, 0x0A])
        #expect(reading.events.first?.data == [0xFF, 0x00, 0xED, 0xA0])
    }

    @Test(
        "an end inside an event is an error: a browser would drop the event, here it is a lost part of an answer",
        arguments: ["data: 1", "data: 1\n", "data: 1\r\n", "data", "d", "event: a\n", "event: a\ndata: 1\n", ": half"])
    func truncated(_ rest: String) {
        let reading = Reading("data: 0\n\n" + rest)
        #expect(reading.summary == ["0"])
        #expect(reading.error == FramingError(.truncated, offset: 9 + rest.utf8.count))
    }

    @Test("an end between events, after comments or after fields that are not data is none")
    func wholeEnds() {
        for text in ["", "\n", "\r", ": c\n", "id: 1\n", "retry: 1\n", "foo: 1\n", "data: 1\n\n", "data: 1\n\n: c\n"] {
            #expect(Reading(text).error == nil, "\(text.debugDescription)")
        }
    }

    @Test(
        "a line that is no field is an error, never a call for more bytes",
        arguments: [
            #"{"error":{"message":"overloaded"}}"#, "<html>", "data : 1", " data: 1", "Internal Server Error", "{}",
            "\u{0}: 1", "é: 1", "(x)", "a b",
        ])
    func notAField(_ line: String) {
        let reading = Reading("data: 1\n\n" + line + "\ndata: 2\n\n")
        #expect(reading.summary == ["1"])
        let offset = 9 + line.utf8.count
        #expect(reading.error == FramingError(.notAField(String(line.prefix(40))), offset: offset))
    }

    @Test("the excerpt of a long line is short")
    func excerpt() {
        let reading = Reading("<" + String(repeating: "x", count: 10_000) + ">\n")
        #expect(reading.error?.reason == .notAField("<" + String(repeating: "x", count: 39)))
    }

    @Test(
        "law: any split in two and any bytewise reading gives the same events and the same fault",
        arguments: [
            "\u{FEFF}event: a\r\ndata: 1\r\n\r\ndata:2\rdata\r\r: c\n\nid: 7\nretry: 30\ndata: é😀\n\n",
            "data: 1\n\n{\"error\": 1}\n\n", "data: 1\r\n\r\ndata: 2\r\n", "data: 1\n\nevent: x",
            "\r\r\n\n\rdata: x\r\n\r\n\r\n",
            "data: 1\n\ndata: \(String(repeating: "y", count: 50))\n\n",
            "event: \(String(repeating: "y", count: 50))\n\ndata: 1\n\n",
            ":\(String(repeating: "y", count: 50))\ndata: 1\n\n",
            "event: 12345678901234567890\ndata: 1234567890123456\n\n", "event: 12345678901234567890\ndata: 1234\n\n",
        ])
    func splits(_ text: String) {
        let bytes = Array(text.utf8)
        for limit in [40, 1000] {
            let whole = Reading(bytes, limit: limit)
            for first in 0...bytes.count {
                #expect(Reading(bytes, splitAt: [first], limit: limit) == whole, "\(first)")
            }
            #expect(Reading(bytes, splitAt: Array(0..<bytes.count), limit: limit) == whole)
        }
    }

    @Test("law: random streams read the same in random pieces", arguments: 0..<300)
    func randomStreams(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let parts = [
            "data", "event", "id", "retry", ":", ": ", "1", "x", "\n", "\n", "\r", "\r\n", "\n\n", "é", "\u{FEFF}",
            "data: 1\n",
            "data: {}\r\n\r\n", "foo", "123456789 123456789 ",
        ]
        let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
        let bytes = Array(text.joined().utf8)
        let whole = Reading(bytes, limit: 60)
        for _ in 0..<10 {
            let splits = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }
            #expect(Reading(bytes, splitAt: splits.sorted(), limit: 60) == whole, "\(text.joined().debugDescription)")
        }
    }

    @Test("the limit holds for one event, its lines together, and not for the stream")
    func limits() {
        let line = "data: 1234567890\n"
        #expect(Reading(String(repeating: line + "\n", count: 100), limit: 20).events.count == 100)
        let error = Reading(line + line + line + "\n", limit: 30).error
        // Ten bytes and a line of sixteen fit, twenty-one and another do not; nine of it do.
        #expect(error == FramingError(.eventTooLarge(limit: 30), offset: 17 + 17 + 9))
        #expect(Reading(line + line + "\n", limit: 30).summary == ["1234567890\n1234567890"])
    }

    @Test(
        "a line without an end is refused at the limit, whatever it is",
        arguments: ["", "data: ", ": ", "event: ", "<"])
    func endlessLine(_ beginning: String) {
        let reading = Reading("data: 1\n\n" + beginning + String(repeating: "x", count: 500), limit: 100)
        #expect(reading.summary == ["1"])
        #expect(reading.error == FramingError(.eventTooLarge(limit: 100), offset: 109))
    }
}
