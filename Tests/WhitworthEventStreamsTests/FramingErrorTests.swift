import Testing
import WhitworthEventStreams

@Suite("Framing errors say what and where")
struct FramingErrorTests {
    @Test("each reason has its sentence with the offset")
    func sentences() {
        #expect("\(FramingError(.truncated, offset: 7))" == "the event stream ended inside an event at offset 7")
        #expect("\(FramingError(.eventTooLarge(limit: 9), offset: 7))" == "an event is larger than 9 bytes at offset 7")
        #expect("\(FramingError(.notAField("{}"), offset: 7))" == "'{}' is no field of an event stream at offset 7")
    }
}
