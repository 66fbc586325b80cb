public import WhitworthDialect
public import WhitworthModel

/// Chat Completions: `POST /chat/completions`, as OpenAI's reference defines it and many servers speak it.
public struct ChatCompletions: Dialect {
    public let slug = ExtensionSlug.openai
    /// How the server at the other end differs from the reference.
    public var profile: Profile
    /// Members of no document are carried instead of refused: for running recorded traffic.
    public var keepsUnknownMembers = false

    public init(profile: Profile = .openai) {
        self.profile = profile
    }

    public func accept(_ body: [UInt8], _ context: AcceptContext) throws(Failure) -> Accepted {
        var reader = RequestReader(
            UnfamiliarMembers(slug: slug, isLenient: context.isLenient, keepsUnknown: keepsUnknownMembers))
        let request = try reader.read(body, limits: context.limits)
        let writer = ChatCompletionsWriter(request: request, context: context)
        return Accepted(request: request, writer: writer, losses: reader.unfamiliar.losses)
    }

    public func call(_ request: Request, to target: Target) throws(Failure) -> Call {
        var writer = RequestWriter(target: target, profile: profile)
        let body = try writer.write(request)
        return Call(
            path: "/chat/completions", headers: [], body: body, reader: ChatCompletionsReader(),
            losses: writer.crossing.losses)
    }

    public func answer(_ failure: Failure, requestID: String) -> FailureAnswer {
        FailureWriter.answer(failure, requestID: requestID)
    }
}
