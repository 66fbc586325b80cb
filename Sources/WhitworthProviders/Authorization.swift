/// How a provider is told who calls.
public enum Authorization: Sendable {
    case none
    /// `Authorization: Bearer …`
    case bearer(Secret)
    /// A header of the provider's own, such as `x-api-key`.
    case header(name: String, Secret)

    /// The header to send, if any.
    public var header: (name: String, value: String)? {
        switch self {
        case .none: nil
        case .bearer(let secret): ("Authorization", "Bearer " + secret.value)
        case .header(let name, let secret): (name, secret.value)
        }
    }
}
