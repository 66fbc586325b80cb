public import WhitworthJSON
public import WhitworthModel

/// What a reader does with members of a client's request that its document does not have.
public struct UnfamiliarMembers: Sendable {
    /// The vocabulary being read.
    public let slug: ExtensionSlug
    public let isLenient: Bool
    /// Unknown members are carried instead: for running recorded traffic, whose members need not be of today.
    public let keepsUnknown: Bool
    public private(set) var losses: [Loss] = []

    public init(slug: ExtensionSlug, isLenient: Bool, keepsUnknown: Bool) {
        self.slug = slug
        self.isLenient = isLenient
        self.keepsUnknown = keepsUnknown
    }

    /// Vocabularies that some dialect here writes.
    private static let spoken: [ExtensionSlug] = [.openai, .anthropic]

    /// `slug:name` reaches the vocabulary of that slug; a name without one is refused, or dropped and reported.
    public mutating func take(
        _ key: JSONText, _ value: JSONValue, into extras: inout Extras
    ) throws(Failure) {
        if keepsUnknown { return extras.append(key, value, .unknown, to: slug) }
        if let (prefix, name) = key.split(atFirst: 0x3A), !prefix.isEmpty, !name.isEmpty {
            // What travels as a header is not the body's to say.
            if !name.hasPrefix("header:"),
                let other = Self.spoken.first(where: { $0 != slug && prefix.string == $0.name })
            {
                return extras.append(name, value, .binding, to: other)
            }
            if prefix.string != slug.name, !name.hasPrefix("header:") {
                losses.append(Loss(.dropped, value.path, "'\(key)' belongs to an extension that is not spoken here."))
                return
            }
        }
        guard isLenient else {
            let path = value.path
            throw Failure(.unknownParameter, "'\(path)' is not a member of this document.", param: path)
        }
        losses.append(Loss(.dropped, value.path, "'\(key)' is not a member of this document."))
    }

    /// Looks for members beside the known ones in an object that has no place to carry them.
    public mutating func check(_ value: JSONValue, knowing known: StaticString...) throws(Failure) {
        for (key, member) in try value.requiredObject() where !member.isNull {
            if known.contains(where: { key == $0 }) { continue }
            guard isLenient || keepsUnknown else {
                let path = member.path
                throw Failure(.unknownParameter, "'\(path)' is not a member of this document.", param: path)
            }
            losses.append(Loss(.dropped, member.path, "'\(key)' is not a member of this document."))
        }
    }

    public mutating func report(_ loss: Loss) {
        losses.append(loss)
    }
}
