public import WhitworthJSON

/// A block that only one vocabulary knows, carried whole.
public struct OpaqueContent: Sendable {
    public var slug: ExtensionSlug
    public var value: JSONValue

    public init(slug: ExtensionSlug, value: JSONValue) {
        self.slug = slug
        self.value = value
    }
}
