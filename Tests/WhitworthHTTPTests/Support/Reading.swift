import WhitworthHTTP

/// All that a parser made of some bytes, the body's pieces put together.
struct Reading: Equatable {
    var messages: [ReadMessage] = []
    var error: HTTPError.Reason?
    /// Whether there was no error and the parser was between two messages when the bytes were over.
    var isBetween = true

    init<Parser: MessageParser>(_ parser: inout Parser, _ pieces: [[UInt8]]) {
        do throws(HTTPError) {
            for piece in pieces { try feed(&parser, piece) }
        } catch {
            self.error = error.reason
        }
        // After an error there is no next message to be before.
        isBetween = error == nil && parser.isBetweenMessages
    }

    private mutating func feed<Parser: MessageParser>(_ parser: inout Parser, _ piece: [UInt8]) throws(HTTPError) {
        var offset = 0
        while let part = try parser.next(piece.span, from: &offset) {
            switch part {
            case .head(let head): messages.append(Parser.message(head))
            case .body(let range): messages[messages.count - 1].body += piece[range]
            case .end: messages[messages.count - 1].isEnded = true
            }
        }
    }

    static func requests(_ pieces: [[UInt8]], limits: HTTPLimits = .standard) -> Reading {
        var parser = HTTPRequestParser(limits: limits)
        return Reading(&parser, pieces)
    }

    static func requests(_ text: String, limits: HTTPLimits = .standard) -> Reading {
        requests([Array(text.utf8)], limits: limits)
    }

    /// - Parameters:
    ///   - head: whether HEAD was asked.
    ///   - closes: whether the connection ends after the bytes.
    static func answers(
        _ pieces: [[UInt8]], head: Bool = false, closes: Bool = false, limits: HTTPLimits = .standard
    ) -> Reading {
        var parser = HTTPResponseParser(limits: limits)
        parser.expect(head: head)
        var reading = Reading(&parser, pieces)
        guard closes, reading.error == nil else { return reading }
        do throws(HTTPError) {
            if case .end? = try parser.finish() { reading.messages[reading.messages.count - 1].isEnded = true }
        } catch {
            reading.error = error.reason
        }
        reading.isBetween = reading.error == nil && parser.isBetweenMessages
        return reading
    }

    static func answers(
        _ text: String, head: Bool = false, closes: Bool = false, limits: HTTPLimits = .standard
    ) -> Reading {
        answers([Array(text.utf8)], head: head, closes: closes, limits: limits)
    }
}
