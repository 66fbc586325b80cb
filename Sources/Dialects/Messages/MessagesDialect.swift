public import WhitworthDialect
import WhitworthJSON
public import WhitworthModel

/// Messages: `POST /v1/messages`, as Anthropic's reference defines it.
public struct Messages: Dialect {
    public let slug = ExtensionSlug.anthropic
    /// Sent as `anthropic-version`.
    public var version: String
    /// Members of no document are carried instead of refused: for running recorded traffic.
    public var keepsUnknownMembers = false

    public init(version: String = "2023-06-01") {
        self.version = version
    }

    /// Where a client's `anthropic-beta` header travels: it switches on what the body then uses.
    static let betaKey: JSONText = "header:anthropic-beta"

    public func accept(_ body: [UInt8], _ context: AcceptContext) throws(Failure) -> Accepted {
        var reader = RequestReader(
            UnfamiliarMembers(slug: slug, isLenient: context.isLenient, keepsUnknown: keepsUnknownMembers))
        var request = try reader.read(body, limits: context.limits)
        for header in context.headers where header.name == "anthropic-beta" {
            request.extras.append(
                Self.betaKey, .written { $0.write(header.value) }, .advisory, to: .anthropic)
        }
        let writer = MessagesWriter(request: request, context: context)
        return Accepted(request: request, writer: writer, losses: reader.unfamiliar.losses)
    }

    public func call(_ request: Request, to target: Target) throws(Failure) -> Call {
        var writer = RequestWriter(target: target)
        let body = try writer.write(request)
        let headers = [(name: "anthropic-version", value: version)] + writer.headers
        return Call(
            path: "/v1/messages", headers: headers, body: body, reader: MessagesReader(), losses: writer.crossing.losses
        )
    }

    public func answer(_ failure: Failure, requestID: String) -> FailureAnswer {
        FailureWriter.answer(failure, requestID: requestID)
    }
}
