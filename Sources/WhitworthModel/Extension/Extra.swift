public import WhitworthJSON

/// A member that only one vocabulary understands: carried, not interpreted.
public struct Extra: Sendable, Hashable {
    /// What it means for the answer when the member cannot be carried.
    public enum Weight: Sendable, Hashable {
        /// The answer means the same without it (`store`, `user`): dropping it is reported.
        case advisory
        /// The answer would mean something else without it (`logit_bias`): not carrying it is a refusal.
        case binding
        /// Nobody here knows the member: refused, or under lenient handling dropped and reported.
        case unknown
    }

    public var key: JSONText
    public var value: JSONValue
    public var weight: Weight

    public init(_ key: JSONText, _ value: JSONValue, _ weight: Weight) {
        self.key = key
        self.value = value
        self.weight = weight
    }
}
