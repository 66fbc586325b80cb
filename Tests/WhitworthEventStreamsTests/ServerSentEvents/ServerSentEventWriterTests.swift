import Testing
import WhitworthEventStreams

@Suite("Server-sent events: writer")
struct ServerSentEventWriterTests {
    private func read(_ bytes: [UInt8]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        try parser.push(bytes.span, into: &events)
        try parser.finish()
        return events
    }

    @Test("What is written is read back", arguments: ["", "{}", "a\nb", "\n", "a\n", " leading", "naïve 東京", "a: b"])
    func roundTrip(_ data: String) throws {
        var bytes: [UInt8] = []
        ServerSentEventWriter.append(event: "delta", data: data.utf8, to: &bytes)
        ServerSentEventWriter.append(data: data.utf8, to: &bytes)
        #expect(
            try read(bytes) == [
                ServerSentEvent(event: Array("delta".utf8), data: Array(data.utf8)),
                ServerSentEvent(data: Array(data.utf8)),
            ])
    }

    @Test("A carriage return in the data cannot end a field early")
    func carriageReturns() throws {
        for data in ["a\rb", "a\r\nb"] {
            var bytes: [UInt8] = []
            ServerSentEventWriter.append(data: data.utf8, to: &bytes)
            #expect(try read(bytes) == [ServerSentEvent(data: Array("a\nb".utf8))])
        }
    }

    @Test("Comments are for nobody; what is begun and ended is an event")
    func parts() throws {
        var bytes: [UInt8] = []
        ServerSentEventWriter.appendComment("keep-alive", to: &bytes)
        ServerSentEventWriter.begin(event: "ping", in: &bytes)
        bytes += Array("{}".utf8)
        ServerSentEventWriter.end(in: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == ": keep-alive\n\nevent: ping\ndata: {}\n\n")
        #expect(try read(bytes) == [ServerSentEvent(event: Array("ping".utf8), data: Array("{}".utf8))])
    }
}
