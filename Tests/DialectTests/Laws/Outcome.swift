import WhitworthDialect
import WhitworthJSON
import WhitworthModel

/// What became of a request at the other dialect.
enum Outcome: Equatable {
    /// The client's own reader refused it.
    case unread(Failure.Fault)
    /// It cannot be said in the target's words.
    case refused(Failure.Fault)
    case written(body: [UInt8], headers: [String], losses: [Loss])

    static func of(_ body: [UInt8], from source: Surface, to target: Surface, lenient: Bool) -> Outcome {
        let accepted: Accepted
        do throws(Failure) {
            accepted = try source.accept(body)
        } catch {
            return .unread(error.fault)
        }
        do throws(Failure) {
            let call = try target.dialect.call(accepted.request, to: Target(model: "m", isLenient: lenient))
            return .written(
                body: call.body, headers: call.headers.map { "\($0.name): \($0.value)" },
                losses: accepted.losses + call.losses)
        } catch {
            return .refused(error.fault)
        }
    }

    var losses: [Loss] { if case .written(_, _, let losses) = self { losses } else { [] } }
}

extension Failure {
    /// What can be compared of a failure.
    struct Fault: Equatable {
        var code: String
        var param: JSONPath?
        var message: String
    }

    var fault: Fault { Fault(code: code.name, param: param, message: message) }
}

extension JSONPath {
    /// Whether this place is, or holds, the other.
    func covers(_ other: [JSONPath.Element]) -> Bool { other.starts(with: elements) }
}
