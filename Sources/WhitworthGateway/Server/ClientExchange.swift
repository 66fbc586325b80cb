import MessagesDialect
import NIOCore
import WhitworthDialect
import WhitworthHTTP
import WhitworthJSON
import WhitworthModel
import WhitworthProviders
import WhitworthTransport

/// Carries out one exchange: between the client's connection, the machine that decides, and the provider's.
final class ClientExchange: UpstreamDelegate {
    private weak var connection: ClientConnection?
    private let channel: any Channel
    private let loop: GatewayLoop
    private let head: HTTPRequestHead
    private let requestID: String
    private let endpoint: Endpoint?
    private let began = NIODeadline.now()
    private var surface: any Dialect = SurfaceAnswer.standard
    private var isMessages = false
    private var isLenient = false
    private var losses: [Loss] = []
    private var machine: Exchange?
    private var upstream: UpstreamExchange?
    private var model = ""
    private var provider = ""
    private var streamed = false
    private var failure: Failure?
    private var status: Int?
    /// Of the stream, until the read that brought them is over.
    private var pending: [UInt8] = []
    private var isOver = false
    /// What came of the provider's answer after its end.
    private var tailBytes = 0
    private static let tailLimit = 64 << 10
    var closesAfterAnswer = false

    init(connection: ClientConnection, channel: any Channel, loop: GatewayLoop, head: HTTPRequestHead) {
        self.connection = connection
        self.channel = channel
        self.loop = loop
        self.head = head
        requestID = loop.requestIDs.make(head.fields["x-request-id"])
        endpoint = Endpoint(target: head.target)
        // Whoever names the version of Messages reads the errors of Messages, also where nothing is served.
        if endpoint == .messages || endpoint != .chatCompletions && speaksMessages { useMessages() }
    }

    // MARK: The request

    func run(_ body: [UInt8]) {
        guard let endpoint else { return answer(SurfaceAnswer.notFound(head.target)) }
        guard endpoint.allowed.contains(head.method) else {
            return answer(SurfaceAnswer.methodNotAllowed(head.method, allowed: endpoint.allowed))
        }
        switch endpoint {
        case .health: answer(json: Array(#"{"status":"ok"}"#.utf8))
        case .models: answer(json: isMessages ? loop.models.messagesList() : loop.models.list())
        case .model(let name): answerModel(name)
        case .chatCompletions, .messages: generate(body)
        }
    }

    private func useMessages() {
        surface = Messages()
        isMessages = true
    }

    /// On paths that both surfaces have the version header tells them apart.
    private var speaksMessages: Bool { head.fields["anthropic-version"] != nil }

    private func answerModel(_ name: String) {
        guard let entry = loop.models.entries.first(where: { $0.id == name }) else {
            return answer(Failure(.modelNotFound, "There is no model '\(name.prefix(200))' in the list of models."))
        }
        answer(json: isMessages ? loop.models.messagesModel(entry) : loop.models.model(entry))
    }

    private func generate(_ body: [UInt8]) {
        isLenient = head.fields.has("prefer", token: "handling=lenient")
        if let type = head.fields["content-type"], !Self.isJSON(type) {
            return answer(
                Failure(
                    .unsupportedMediaType, "The body must be application/json, not '\(type.prefix(100))'.",
                    details: [FailureDetail("expected", "application/json")]))
        }
        do throws(Failure) {
            try send(body)
        } catch {
            answer(error)
        }
    }

    private static func isJSON(_ type: String) -> Bool {
        if type == "application/json" { return true }
        let essence = type.prefix { $0 != ";" }.lowercased().trimmingSuffixSpaces()
        return essence == "application/json" || essence.hasSuffix("+json")
    }

    private func send(_ body: [UInt8]) throws(Failure) {
        let context = AcceptContext(
            isLenient: isLenient, now: WallClock.seconds(), requestID: requestID,
            headers: isMessages ? head.fields.lowercased : [])
        let accepted = try surface.accept(body, context)
        streamed = accepted.writer.streams
        model = accepted.request.model.string
        let route = try loop.routes.route(model)
        provider = route.provider.name
        let target = Target(
            model: JSONText(route.model), isLenient: isLenient,
            defaultMaxOutputTokens: route.provider.defaultMaxOutputTokens)
        let call = try route.provider.dialect.call(accepted.request, to: target)
        losses = accepted.losses + call.losses
        machine = Exchange(
            accepted: accepted, call: call, dialect: surface, provider: provider, requestID: requestID, losses: losses,
            crosses: route.provider.dialect.slug != surface.slug, redaction: Redaction(route.provider.authorization),
            maximumBodyBytes: loop.configuration.maximumBodyBytes)
        let base = route.provider.baseURL
        var fields = call.headers
        if let authorization = route.provider.authorization.header { fields.append(authorization) }
        fields.append(("Content-Type", "application/json"))
        fields.append(("Accept", streamed ? "text/event-stream" : "application/json"))
        fields.append(("User-Agent", "whitworth"))
        upstream = loop.pool.send(
            UpstreamRequest(
                address: UpstreamAddress(isSecure: base.isSecure, host: base.host, port: base.port), method: .post,
                target: base.path + call.path, fields: fields, body: call.body), delegate: self)
    }

    // MARK: The provider's answer

    var upstreamMayRead: Bool { isOver || channel.isWritable }

    func upstreamHead(_ head: HTTPResponseHead) {
        // Fields beyond the type matter for errors alone.
        let headers =
            head.status == 200
            ? head.fields["content-type"].map { [(name: "content-type", value: $0)] } ?? [] : head.fields.lowercased
        guard let output = machine?.head(status: head.status, headers: headers) else { return }
        carryOut(output)
    }

    func upstreamBody(_ bytes: Span<UInt8>) {
        if isOver { return passOver(bytes.count) }
        guard let output = machine?.body(bytes, into: &pending) else { return }
        carryOut(output)
    }

    func upstreamReadComplete() {
        flush()
    }

    func upstreamEnd() {
        upstream = nil
        if isOver { return loop.release(self) }
        guard let output = machine?.end(into: &pending) else { return }
        carryOut(output)
        flush()
    }

    func upstreamFailed(_ error: UpstreamError) {
        upstream = nil
        if isOver { return loop.release(self) }
        interrupt(Failure(error, hasStarted: status != nil))
    }

    /// What follows the end of an answer is read, so that the connection may serve again; more than framing is not.
    private func passOver(_ count: Int) {
        tailBytes += count
        guard tailBytes > Self.tailLimit else { return }
        upstream?.cancel()
        upstream = nil
        loop.release(self)
    }

    private func interrupt(_ failure: Failure) {
        guard let output = machine?.interrupt(failure, into: &pending) else { return }
        carryOut(output)
        flush()
    }

    // MARK: The client

    func clientCanTakeMore() {
        upstream?.resume()
    }

    func clientLeft() {
        guard !isOver else { return }
        machine?.abandon()
        upstream?.cancel()
        upstream = nil
        status = nil
        failure = Failure(.clientClosedRequest, "")
        finish()
    }

    /// The client has finished sending. It may have left, or still be reading: only something written to it tells, for
    /// the system of one that has left answers it with a reset. Every client must read interim answers (RFC 9110 §15.2)
    /// and comments in a stream, and pass them over.
    func clientFinishedSending() {
        guard !isOver else { return }
        if status != nil {
            pending += Self.comment
            flush()
        } else if head.minorVersion == 1 {
            channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"), promise: nil)
        }
    }

    /// ":\n\n"
    private static let comment: [UInt8] = [0x3A, 0x0A, 0x0A]

    /// Our own end came before the answer's.
    func shutDown() {
        upstream?.cancel()
        upstream = nil
        closesAfterAnswer = true
        if machine != nil {
            interrupt(
                Failure(status == nil ? .serviceUnavailable : .streamInterrupted, "The gateway is shutting down."))
        } else {
            answer(Failure(.serviceUnavailable, "The gateway is shutting down."))
        }
    }

    // MARK: Carrying out

    private func carryOut(_ output: ExchangeOutput) {
        guard !isOver else { return }
        if output.cancelsUpstream {
            upstream?.cancel()
            upstream = nil
        }
        if let broken = output.failure { failure = broken }
        if let answer = output.answer {
            write(status: answer.status, headers: answer.headers, body: answer.body)
            return finish()
        }
        if output.startsStream { writeStreamHead() }
        if output.endsStream {
            writeStreamEnd()
            finish()
        }
    }

    /// All that one read brought goes out in one write.
    private func flush() {
        guard !isOver, status != nil, !pending.isEmpty else { return }
        writeChunk(isLast: false)
    }

    /// A failure before any provider was asked.
    func answer(_ failure: Failure) {
        self.failure = failure
        let answer = surface.answer(failure, requestID: requestID)
        var headers = answer.headers
        if failure.code == .methodNotAllowed, let endpoint {
            headers.append(("Allow", endpoint.allowed.map(\.name).joined(separator: ", ")))
        }
        write(status: answer.status, headers: headers, body: answer.body)
        finish()
    }

    private func answer(json body: [UInt8]) {
        write(status: 200, headers: [], body: body)
        finish()
    }

    private var keepsAlive: Bool { head.keepsAlive && !closesAfterAnswer && !loop.isDraining }

    private func commonFields() -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("Date", loop.date.text(at: WallClock.seconds())), ("x-request-id", requestID),
            ("LLM-Version", SurfaceAnswer.version), ("Cache-Control", "no-store"),
        ]
        if isMessages { fields.append(("request-id", requestID)) }
        if let adaptations = Adaptations.field(losses) { fields.append(adaptations) }
        if isLenient { fields.append(("Preference-Applied", "handling=lenient")) }
        if !keepsAlive {
            fields.append(("Connection", "close"))
        } else if head.minorVersion == 0 {
            fields.append(("Connection", "keep-alive"))
        }
        return fields
    }

    private func write(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        guard !isOver else { return }
        self.status = status
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        var fields: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("Content-Length", String(body.count)),
        ]
        fields += commonFields()
        fields += headers
        HTTPWriter.appendResponse(status: status, fields: fields, to: &bytes)
        var buffer = channel.allocator.buffer(capacity: bytes.count + body.count)
        buffer.writeBytes(bytes)
        if head.method != .head { buffer.writeBytes(body) }
        channel.writeAndFlush(buffer, promise: nil)
    }

    /// Clients of HTTP/1.0 know no chunks: their stream ends with the connection.
    private var isChunked: Bool { head.minorVersion == 1 }

    private func writeStreamHead() {
        status = 200
        if !isChunked { closesAfterAnswer = true }
        var fields: [(name: String, value: String)] = [("Content-Type", "text/event-stream; charset=utf-8")]
        if isChunked { fields.append(("Transfer-Encoding", "chunked")) }
        fields += commonFields()
        streamHead.removeAll()
        HTTPWriter.appendResponse(status: 200, fields: fields, to: &streamHead)
    }

    /// Not yet sent: goes out with the first events.
    private var streamHead: [UInt8] = []

    private func writeChunk(isLast: Bool) {
        var buffer = channel.allocator.buffer(capacity: streamHead.count + pending.count + 32)
        if !streamHead.isEmpty {
            buffer.writeBytes(streamHead)
            streamHead = []
        }
        if !pending.isEmpty {
            if isChunked {
                var size: [UInt8] = []
                HTTPWriter.appendChunkHead(count: pending.count, to: &size)
                buffer.writeBytes(size)
            }
            buffer.writeBytes(pending)
            pending.removeAll(keepingCapacity: true)
            if isChunked { buffer.writeBytes(HTTPWriter.chunkTail) }
        }
        if isLast, isChunked { buffer.writeBytes(HTTPWriter.lastChunk) }
        channel.writeAndFlush(buffer, promise: nil)
    }

    private func writeStreamEnd() {
        writeChunk(isLast: true)
    }

    private func finish() {
        guard !isOver else { return }
        isOver = true
        // The end of the provider's answer may come apart from the last event: it is waited for by itself.
        if upstream != nil { loop.keep(self) }
        record()
        machine = nil
        pending = []
        connection?.answered(keepsAlive: head.keepsAlive && !closesAfterAnswer)
        connection = nil
    }

    /// A client's text in a log: short, and on one line.
    private static func loggable(_ text: String) -> String {
        if text.utf8.count <= 200, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(200).map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }

    private func record() {
        let usage = machine?.usage
        loop.observer(
            ExchangeRecord(
                requestID: requestID, model: Self.loggable(model), provider: provider, streamed: streamed,
                status: status,
                failure: failure?.code.name, inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens,
                milliseconds: Int((NIODeadline.now() - began).nanoseconds / 1_000_000)))
    }
}

extension String {
    fileprivate func trimmingSuffixSpaces() -> Substring {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return text
    }
}
