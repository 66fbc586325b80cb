import WhitworthEventStreams

/// All that came of a body: its events, then how it ended.
struct Reading: Equatable {
    var events: [ServerSentEvent] = []
    var error: FramingError?

    /// Reads a body in the pieces that end at these offsets.
    init(_ bytes: [UInt8], splitAt splits: [Int] = [], limit: Int = 1 << 20) {
        var parser = ServerSentEventParser(limit: limit)
        do throws(FramingError) {
            var start = 0
            for end in splits + [bytes.count] {
                try parser.push(Array(bytes[start..<end]).span, into: &events)
                start = end
            }
            try parser.finish()
        } catch {
            self.error = error
        }
    }

    init(_ text: String, limit: Int = 1 << 20) {
        self.init(Array(text.utf8), limit: limit)
    }

    /// `event|data` of each event, an absent name left out.
    var summary: [String] {
        events.map { event in
            let name = String(decoding: event.event, as: UTF8.self)
            return (name.isEmpty ? "" : name + "|") + String(decoding: event.data, as: UTF8.self)
        }
    }
}
