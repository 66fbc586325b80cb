import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel

@Suite("Streams: any split, and no false end")
struct FramingLaws {
    @Test("P31: a stream cut at every byte boundary gives the same events", arguments: Surface.all)
    func anySplit(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            let whole = "\(try surface.events(fixture.bytes))"
            for size in [1, 2, 3, 7, 64] {
                #expect(
                    "\(try surface.events(fixture.bytes, pieces: size))" == whole, "\(fixture.name), pieces of \(size)")
            }
            for cut in stride(from: 1, to: fixture.bytes.count, by: 97) {
                var reader = try surface.reader()
                var events: [Event] = []
                try reader.push(Array(fixture.bytes[..<cut]).span, into: &events)
                try reader.push(Array(fixture.bytes[cut...]).span, into: &events)
                try reader.finish(into: &events)
                #expect("\(events)" == whole, "\(fixture.name), cut at \(cut)")
            }
        }
    }

    @Test("line ends of CR LF, comments and a missing space after the colon change nothing", arguments: Surface.all)
    func otherFraming(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            let whole = "\(try surface.events(fixture.bytes))"
            let text = String(decoding: fixture.bytes, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let variants = [
                lines.joined(separator: "\r\n"), ": a comment\n\n" + text,
                lines.map { $0.hasPrefix("data: ") ? "data:" + $0.dropFirst(6) : String($0) }.joined(separator: "\n"),
                lines.map { $0.hasPrefix("data: ") ? "id: 7\nretry: 3\n" + $0 : String($0) }.joined(separator: "\n"),
            ]
            for variant in variants {
                #expect("\(try surface.events(Array(variant.utf8), pieces: 5))" == whole, "\(fixture.name)")
            }
        }
    }

    @Test("P30: a stream that ends at any byte before its last frame is a failure", arguments: Surface.all)
    func truncation(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            var reader = try surface.reader()
            var events: [Event] = []
            var ended = false
            for (place, byte) in fixture.bytes.enumerated() {
                // As if the connection had closed here.
                var cut = reader
                do throws(Failure) {
                    var rest: [Event] = []
                    try cut.finish(into: &rest)
                    ended = true
                    #expect(place >= fixture.bytes.count - 1, "\(fixture.name) ends as if whole at \(place)")
                } catch {
                    #expect(error.code == .streamInterrupted, "\(fixture.name), cut at \(place): \(error.code.name)")
                    #expect(!ended)
                }
                try reader.push([byte].span, into: &events)
            }
            try reader.finish(into: &events)
        }
    }

    @Test("a stream without one of the frames that carry its structure is a failure", arguments: Surface.all)
    func missingFrames(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            let frames = Frames(fixture.bytes)
            for place in frames.frames.indices {
                let text = String(decoding: frames.frames[place], as: UTF8.self)
                let marks =
                    surface.isChat
                    ? ["finish_reason\":\"", "[DONE]", #""type":"function""#]
                    : ["message_start", "message_delta", "message_stop", "content_block_stop"]
                guard marks.contains(where: { text.contains($0) }) else { continue }
                #expect(throws: Failure.self, "\(fixture.name) without frame \(place)") {
                    // The finish reason of one of several choices is enough to miss.
                    try surface.events(frames.removing(place).bytes)
                }
            }
        }
    }

    @Test("a frame that is not JSON, or not an object, is a failure that says so", arguments: Surface.all)
    func corruption(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.streams) {
            let frames = Frames(fixture.bytes)
            for (place, data) in frames.documents {
                let damaged = [data.dropLast(), data.dropFirst(), [0x5B] + data.dropFirst().dropLast() + [0x5D]].map {
                    Array($0)
                }
                for bytes in damaged + [Array("7".utf8), Array("[]".utf8), Array("\"x\"".utf8)] {
                    do throws(Failure) {
                        _ = try Self.read(frames.replacing(place, by: bytes).bytes, surface)
                        Issue.record(
                            "\(fixture.name): frame \(place) reads as \(String(decoding: bytes.prefix(30), as: UTF8.self))"
                        )
                    } catch {
                        #expect(error.code == .upstreamInvalidResponse, "\(fixture.name): \(error.code.name)")
                    }
                }
            }
        }
    }

    private static func read(_ bytes: [UInt8], _ surface: Surface) throws(Failure) -> [Event] {
        var events: [Event] = []
        guard var reader = try? surface.reader() else { return [] }
        try reader.push(bytes.span, into: &events)
        try reader.finish(into: &events)
        return events
    }

    @Test("a whole answer that is cut, or is no answer, is a failure that says so", arguments: Surface.all)
    func damagedAnswers(_ surface: Surface) throws {
        for fixture in try surface.fixtures(.answers) {
            let document = Array(fixture.bytes.dropLast())
            for cut in stride(from: 0, to: document.count, by: 13) {
                let failure = #expect(throws: Failure.self) { try surface.read(Array(document[..<cut])) }
                #expect(failure?.code == .upstreamInvalidResponse, "\(fixture.name), cut at \(cut)")
            }
        }
        for other in ["[]", "7", "null", "{}", "<html>", "{\"choices\":7}", "{\"content\":7}"] {
            let failure = #expect(throws: Failure.self) { try surface.read(Array(other.utf8)) }
            #expect(failure?.code == .upstreamInvalidResponse, "\(other)")
        }
    }

    @Test(
        "an error inside a stream ends it with that error and what was spent, at both surfaces", arguments: Surface.all)
    func midStreamErrors(_ surface: Surface) throws {
        let frame =
            surface.isChat
            ? #"data: {"error":{"message":"Overloaded","type":"server_error","param":null,"code":"server_is_overloaded"}}"#
            : "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
        for fixture in try surface.fixtures(.streams) {
            let frames = Frames(fixture.bytes)
            for place in 0..<(frames.frames.count - 1) {
                let bytes =
                    Frames(fixture.bytes).frames[..<place].flatMap { $0 + [0x0A, 0x0A] } + Array(frame.utf8) + [
                        0x0A, 0x0A,
                    ]
                do throws(Failure) {
                    _ = try Self.read(bytes, surface)
                    Issue.record("\(fixture.name): the error after \(place) frames is no error")
                } catch {
                    #expect(error.code == .overloaded && error.message == "Overloaded", "\(fixture.name): \(error)")
                    if !surface.isChat, place > 0 { #expect(error.usage != nil, "\(fixture.name), after \(place)") }
                    for client in Surface.all { try Self.expectNoCleanEnd(error, client) }
                }
            }
        }
    }

    private static func expectNoCleanEnd(_ failure: Failure, _ client: Surface) throws {
        var writer = try client.client(streaming: true)
        var bytes: [UInt8] = []
        writer.fail(failure, into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("[DONE]") && !text.contains("message_stop"))
        let frame = try JSONValue(parsing: Frames(bytes).data(0))
        #expect(frame["error"]?["message"]?.string == "Overloaded")
        #expect(text.hasPrefix("event: error\n") == !client.isChat)
    }
}
