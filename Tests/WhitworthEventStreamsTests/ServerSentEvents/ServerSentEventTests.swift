import Testing
import WhitworthEventStreams

@Suite("One event")
struct ServerSentEventTests {
    @Test("a name is compared whole, byte for byte")
    func names() {
        let event = ServerSentEvent(event: Array("message_stop".utf8), data: [])
        #expect(event.isEvent("message_stop"))
        for other in ["message", "message_stopp", "Message_stop", ""] as [StaticString] {
            #expect(!event.isEvent(other))
        }
        #expect(ServerSentEvent(data: []).isEvent(""))
    }
}
