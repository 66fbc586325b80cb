public import WhitworthJSON

/// A block that only one vocabulary knows, carried whole.
public struct OpaqueContent: Sendable {
    public var slug: ExtensionSlug
    public var value: JSONValue

    public init(slug: ExtensionSlug, value: JSONValue) {
        self.slug = slug
        self.value = value
    }

    /// Replaces `input`, which the block began with empty and a stream then told in pieces, as it does for a call.
    ///
    /// Text that is not JSON leaves the block as it was.
    public mutating func fill(input text: JSONText) {
        guard let input = try? JSONValue(parsing: text.utf8) else { return }
        value = .written { writer in
            writer.object { object in
                for (key, member) in value.members {
                    object.key(key)
                    object.write(key == ("input" as StaticString) ? input : member)
                }
            }
        }
    }
}
