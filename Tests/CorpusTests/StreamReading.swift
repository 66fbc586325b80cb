import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

/// Reads streams in given pieces.
enum StreamReading {
    struct Cut: Error {}

    static func events(_ bytes: [UInt8], by subject: Subject, pieces size: Int? = nil) throws -> [Event] {
        var reader = try subject.reader(streaming: true)
        var events: [Event] = []
        let step = size ?? max(bytes.count, 1)
        var offset = 0
        while offset < bytes.count {
            let piece = Array(bytes[offset..<min(offset + step, bytes.count)])
            try reader.push(piece.span, into: &events)
            offset += step
        }
        try reader.finish(into: &events)
        return events
    }

    static func assemble(_ bytes: [UInt8], by subject: Subject) throws -> Response {
        var assembler = ResponseAssembler()
        for event in try events(bytes, by: subject) { assembler.push(event) }
        guard assembler.isComplete, let response = assembler.response() else { throw Cut() }
        return response
    }
}
