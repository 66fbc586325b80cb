import Testing
import WhitworthEventStreams
import WhitworthTestSupport

@Suite("Event streams out")
struct ServerSentEventWriterTests {
    private func written(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("an event is its name, its data line by line, and a blank line")
    func forms() {
        #expect(written { ServerSentEventWriter.append(data: "x".utf8, to: &$0) } == "data: x\n\n")
        #expect(
            written { ServerSentEventWriter.append(event: "e", data: "x".utf8, to: &$0) } == "event: e\ndata: x\n\n")
        #expect(written { ServerSentEventWriter.append(data: "x\ny".utf8, to: &$0) } == "data: x\ndata: y\n\n")
        #expect(written { ServerSentEventWriter.append(data: "".utf8, to: &$0) } == "data: \n\n")
        #expect(written { ServerSentEventWriter.appendComment("alive", to: &$0) } == ": alive\n\n")
    }

    @Test("beginning and ending by hand gives the same as at once")
    func byHand() {
        let whole = written { ServerSentEventWriter.append(event: "e", data: "{}".utf8, to: &$0) }
        let pieces = written { bytes in
            ServerSentEventWriter.begin(event: "e", in: &bytes)
            bytes.append(contentsOf: "{}".utf8)
            ServerSentEventWriter.end(in: &bytes)
        }
        #expect(pieces == whole)
    }

    @Test("law: what is written is read back, line ends as LF, also behind a comment", arguments: 0..<200)
    func roundTrip(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let parts = ["a", " ", ":", "\n", "\r", "\r\n", "data: ", "event: x", "é", "\u{FEFF}", "{\"a\":1}", "\n\n"]
        var bytes: [UInt8] = []
        var expected: [ServerSentEvent] = []
        for index in 0..<5 {
            let pieces = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }
            let data = pieces.joined()
            if random.oneIn(3) { ServerSentEventWriter.appendComment("c", to: &bytes) }
            if index == 2 {
                ServerSentEventWriter.append(event: "named", data: data.utf8, to: &bytes)
            } else {
                ServerSentEventWriter.append(data: data.utf8, to: &bytes)
            }
            let lines = String(data.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
            expected.append(ServerSentEvent(event: index == 2 ? Array("named".utf8) : [], data: Array(lines.utf8)))
        }
        let reading = Reading(bytes)
        #expect(reading.events == expected && reading.error == nil)
    }
}
