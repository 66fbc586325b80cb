import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// The course of one exchange, from the provider's first byte to the client's last: what happened goes in, what to do
/// comes out. A value; it touches no socket and no clock.
struct Exchange {
    private enum State {
        case awaitingHead
        /// The answer comes whole, or is an error; it is read when it is complete.
        case collecting(status: Int, headers: [(name: String, value: String)], body: [UInt8])
        /// The answer comes as a stream, and so the client wants it.
        case streaming(hasStarted: Bool)
        /// The answer comes as a stream, but the client wants it whole.
        case assembling(ResponseAssembler)
        case over
    }

    private var state = State.awaitingHead
    private var reader: any ResponseReader
    private var writer: any ResponseWriter
    private let dialect: any Dialect
    private let provider: String
    private let crosses: Bool
    private let requestID: String
    private let losses: [Loss]
    private let redaction: Redaction
    private let maximumBodyBytes: Int
    /// Of a stream that is put together.
    private var received = 0
    private var events: [Event] = []
    /// As far as it is known.
    private(set) var usage: Usage?

    /// - Parameters:
    ///   - dialect: the client's.
    ///   - provider: its configured name, for errors.
    ///   - crosses: whether the provider speaks another dialect than the client.
    ///   - losses: all that was adapted on the way to the provider.
    ///   - redaction: of the key the provider was sent.
    init(
        accepted: Accepted, call: Call, dialect: any Dialect, provider: String, requestID: String, losses: [Loss],
        crosses: Bool = false, redaction: Redaction, maximumBodyBytes: Int
    ) {
        reader = call.reader
        writer = accepted.writer
        self.dialect = dialect
        self.provider = provider
        self.crosses = crosses
        self.requestID = requestID
        self.losses = losses
        self.redaction = redaction
        self.maximumBodyBytes = maximumBodyBytes
    }

    var isOver: Bool { if case .over = state { true } else { false } }

    /// The head of the provider's answer.
    mutating func head(status: Int, headers: [(name: String, value: String)]) -> ExchangeOutput {
        guard case .awaitingHead = state else { return ExchangeOutput() }
        let type = headers.first { $0.name == "content-type" }?.value.lowercased() ?? ""
        if status == 200, type.hasPrefix("text/event-stream") {
            state = writer.streams ? .streaming(hasStarted: false) : .assembling(ResponseAssembler())
            return ExchangeOutput()
        }
        // An error's body is read whatever its type claims to be.
        guard status >= 400 || type.isEmpty || Self.namesJSON(type) else {
            return fail(
                Failure(
                    status == 200 ? .upstreamInvalidResponse : .upstreamError,
                    status == 200
                        ? "The provider answered with '\(type.prefix(60))' instead of JSON or an event stream."
                        : "The provider answered with status \(status).",
                    upstream: UpstreamFailure(provider: provider, status: status)))
        }
        guard status == 200 || status >= 400 else {
            return fail(
                Failure(
                    .upstreamError, "The provider answered with status \(status).",
                    upstream: UpstreamFailure(provider: provider, status: status)))
        }
        state = .collecting(status: status, headers: headers, body: [])
        return ExchangeOutput()
    }

    /// Whether `json` stands anywhere in a media type. Bytes, for every answer passes here.
    private static func namesJSON(_ type: String) -> Bool {
        // The next of its bytes to be seen, in the low byte.
        var wanted: UInt32 = 0x6E6F_736A
        for byte in type.utf8 {
            if byte == UInt8(truncatingIfNeeded: wanted) {
                wanted >>= 8
                if wanted == 0 { return true }
            } else {
                wanted = byte == 0x6A ? 0x006E_6F73 : 0x6E6F_736A
            }
        }
        return false
    }

    /// A piece of its body. What a stream has to say to the client is appended to `bytes`.
    mutating func body(_ span: Span<UInt8>, into bytes: inout [UInt8]) -> ExchangeOutput {
        switch state {
        case .awaitingHead, .over: return ExchangeOutput()
        case .collecting(let status, let headers, var body):
            state = .over
            guard body.count + span.count <= maximumBodyBytes else {
                return fail(
                    Failure(.upstreamInvalidResponse, "The provider's answer is larger than \(maximumBodyBytes) bytes.")
                )
            }
            span.withUnsafeBufferPointer { body.append(contentsOf: $0) }
            state = .collecting(status: status, headers: headers, body: body)
            return ExchangeOutput()
        case .streaming, .assembling:
            if case .assembling = state {
                received += span.count
                guard received <= maximumBodyBytes else {
                    return fail(
                        Failure(
                            .upstreamInvalidResponse,
                            "The provider's answer is larger than \(maximumBodyBytes) bytes."))
                }
            }
            do throws(Failure) {
                try reader.push(span, into: &events)
            } catch {
                // What was read before the fault still counts, and still goes to the client.
                let output = forward(into: &bytes)
                return output.isFinal ? output : fail(error, into: &bytes)
            }
            return forward(into: &bytes)
        }
    }

    /// The body ended.
    mutating func end(into bytes: inout [UInt8]) -> ExchangeOutput {
        switch state {
        case .awaitingHead:
            return fail(Failure(.upstreamError, "The provider closed the connection without an answer."))
        case .over: return ExchangeOutput()
        case .collecting(let status, let headers, let body):
            if status >= 400 { return fail(reader.failure(status: status, headers: headers, body: body)) }
            do throws(Failure) {
                return try answer(try reader.whole(body), into: &bytes)
            } catch {
                return fail(error)
            }
        case .streaming, .assembling:
            do throws(Failure) {
                try reader.finish(into: &events)
            } catch {
                let output = forward(into: &bytes)
                return output.isFinal ? output : fail(error, into: &bytes)
            }
            let output = forward(into: &bytes)
            if output.isFinal { return output }
            // Whatever the reader thinks of it: nobody may wait for what cannot come.
            return fail(Failure(.streamInterrupted, "The provider's answer ended before its end."), into: &bytes)
        }
    }

    /// There will be no more of the answer: a fault of the connection, a timeout, or our own shutdown.
    mutating func interrupt(_ failure: Failure, into bytes: inout [UInt8]) -> ExchangeOutput {
        var failure = failure
        failure.usage = failure.usage ?? usage
        return fail(failure, into: &bytes)
    }

    /// The client left: nothing is to be said any more.
    mutating func abandon() {
        state = .over
    }

    // MARK: Outcomes

    /// Hands the events read so far to the client.
    private mutating func forward(into bytes: inout [UInt8]) -> ExchangeOutput {
        if events.isEmpty { return ExchangeOutput() }
        defer { events.removeAll(keepingCapacity: true) }
        var output = ExchangeOutput()
        switch state {
        case .streaming(let hasStarted):
            for event in events {
                note(event)
                do throws(Failure) {
                    try writer.push(event, into: &bytes)
                } catch {
                    return fail(error, into: &bytes)
                }
                if case .end = event { output.endsStream = true }
            }
            if !hasStarted, !bytes.isEmpty || output.endsStream {
                output.startsStream = true
                state = .streaming(hasStarted: true)
            }
            if output.endsStream { state = .over }
        case .assembling(var assembler):
            state = .over
            for event in events {
                note(event)
                assembler.push(event)
            }
            state = .assembling(assembler)
            if assembler.isComplete, let response = assembler.response() {
                do throws(Failure) {
                    return try answer(response, into: &bytes)
                } catch {
                    return fail(error)
                }
            }
        case .awaitingHead, .collecting, .over: break
        }
        return output
    }

    private mutating func note(_ event: Event) {
        switch event {
        case .start(let start): usage = start.usage
        case .usage(let value): usage = value
        default: break
        }
    }

    /// A whole answer, in the form the client asked for.
    private mutating func answer(_ response: Response, into bytes: inout [UInt8]) throws(Failure) -> ExchangeOutput {
        usage = response.usage
        var output = ExchangeOutput()
        if writer.streams {
            for event in response.events { try writer.push(event, into: &bytes) }
            output.startsStream = true
            output.endsStream = true
        } else {
            output.answer = ExchangeOutput.Answer(
                status: 200, headers: [], body: try writer.whole(response, losses: losses), failure: nil)
        }
        state = .over
        return output
    }

    /// Before the client has heard anything, a failure is an answer of its own.
    private mutating func fail(_ failure: Failure) -> ExchangeOutput {
        state = .over
        var failure = told(failure)
        // Nothing of the stream has reached the client: to it the answer failed as any other.
        if failure.code == .streamInterrupted { failure.code = .upstreamError }
        let answer = dialect.answer(failure, requestID: requestID)
        var output = ExchangeOutput()
        output.answer = ExchangeOutput.Answer(
            status: answer.status, headers: answer.headers, body: answer.body, failure: failure)
        output.failure = failure
        output.cancelsUpstream = true
        return output
    }

    private mutating func fail(_ failure: Failure, into bytes: inout [UInt8]) -> ExchangeOutput {
        let hasStarted =
            switch state {
            case .streaming(let started): started || !bytes.isEmpty
            default: false
            }
        guard hasStarted else {
            bytes.removeAll()
            return fail(failure)
        }
        var output = ExchangeOutput()
        if case .streaming(false) = state { output.startsStream = true }
        state = .over
        let failure = told(failure)
        writer.fail(failure, into: &bytes)
        output.endsStream = true
        output.failure = failure
        output.cancelsUpstream = true
        return output
    }

    /// As the client may hear it: who failed, and nothing secret of what it said.
    private func told(_ failure: Failure) -> Failure {
        var failure = failure
        redaction.apply(to: &failure)
        guard var upstream = failure.upstream else { return failure }
        upstream.provider = provider
        failure.upstream = upstream
        // A provider of another dialect names the member at fault in a document that the client never wrote.
        if crosses { failure.param = nil }
        return failure
    }
}
