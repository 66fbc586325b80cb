public import WhitworthJSON
public import WhitworthModel

/// Keeps account of what a request writer cannot say in its own vocabulary: refused, or reported.
public struct Crossing: Sendable {
    /// The vocabulary being written.
    public let slug: ExtensionSlug
    public let isLenient: Bool
    public private(set) var losses: [Loss] = []
    /// Whether members were carried that the client may also have said in its own words.
    private var hasCarried = false

    public init(to slug: ExtensionSlug, isLenient: Bool) {
        self.slug = slug
        self.isLenient = isLenient
    }

    public mutating func report(_ kind: Loss.Kind, _ path: JSONPath, _ message: String) {
        losses.append(Loss(kind, path, message))
    }

    /// Without any tool left there is nothing to choose from.
    public mutating func reportChoice(of request: Request) {
        if request.toolChoice != nil {
            report(.dropped, JSONPath([.key("tool_choice")]), "No tool is left to choose from.")
        }
        if request.parallelToolCalls != nil {
            report(.dropped, JSONPath([.key("parallel_tool_calls")]), "No tool is left to call.")
        }
    }

    /// A member that changes the answer and cannot be said: a failure, or under lenient handling a reported loss.
    public mutating func refuse(
        _ path: JSONPath, _ message: String, code: FailureCode = .unsupportedParameter
    ) throws(Failure) {
        guard isLenient else { throw Failure(code, message, param: path) }
        report(.dropped, path, message)
    }

    /// Refuses what was said in the client's own words and as an extension too: it would be written twice.
    ///
    /// - Parameter body: the request as it was written.
    public func checkNothingIsSaidTwice(_ body: [UInt8], _ extras: Extras) throws(Failure) {
        guard hasCarried else { return }
        do throws(JSONError) {
            _ = try JSONValue(parsing: body, limits: JSONLimits(depth: 512))
        } catch {
            guard case .duplicateKey(let key) = error.reason else { return }
            // At the top the client's own place is known; further down the target's is what there is.
            let extra = error.path.elements.count <= 1 ? extras.members(of: slug).first { $0.key.string == key } : nil
            let path = extra?.value.path ?? error.path
            throw Failure(
                .conflictingParameters, "'\(path)' says what another member says already.", param: path)
        }
    }

    /// The extras to write here; all others are refused or reported.
    public mutating func carry(_ extras: Extras) throws(Failure) -> [Extra] {
        if extras.isEmpty { return [] }
        for group in extras.groups where group.slug != slug {
            for extra in group.members {
                // An explicit null asks for nothing.
                if extra.value.isNull { continue }
                // What came as a header has no place in the document.
                let place = extra.value.path
                let path = place.elements.isEmpty ? JSONPath([.key(extra.key.string)]) : place
                switch extra.weight {
                case .binding:
                    try refuse(
                        path, "'\(extra.key)' has no equivalent in the \(slug) vocabulary of this model's provider.")
                case .advisory, .unknown:
                    report(.dropped, path, "'\(extra.key)' is not known to the \(slug) vocabulary and was dropped.")
                }
            }
        }
        let members = extras.members(of: slug)
        if !members.isEmpty { hasCarried = true }
        return members
    }
}
