import Testing
import WhitworthDialect
import WhitworthJSON
import WhitworthModel
import WhitworthTestSupport

@Suite("Corpus: requests", .enabled(if: CorpusFolder.exists, "no corpus: set WHITWORTH_CORPUS"))
struct RequestLaws {
    @Test("reading then writing in the same dialect is lossless", arguments: Subject.all)
    func roundTrip(_ subject: Subject) async throws {
        var findings = Findings("request round trip", subject.api)
        for exchange in try CorpusFolder.exchanges(of: subject.api) {
            guard let body = exchange.requestBody else { continue }
            await findings.check(exchange.id) {
                let original = try JSONValue(parsing: body, limits: JSONLimits(depth: 512))
                let accepted: Accepted
                do throws(Failure) {
                    accepted = try subject.dialect.accept(body, subject.context(of: exchange))
                } catch {
                    // What the provider itself refused may be refused here too.
                    return exchange.status >= 400 ? [] : ["refused: \(error.code.name): \(error.message)"]
                }
                let call = try subject.dialect.call(accepted.request, to: Target(model: accepted.request.model))
                let written = try JSONValue(parsing: call.body, limits: JSONLimits(depth: 512))
                return Normalisations.request(JSONTree(original), subject.api)
                    .differences(from: Normalisations.request(JSONTree(written), subject.api))
            }
        }
        findings.report()
    }

    @Test("crossing gives a request or a refusal that names the member", arguments: Subject.all)
    func crossing(_ subject: Subject) async throws {
        var findings = Findings("request crossing", subject.api)
        var refusals: [String: Int] = [:]
        for exchange in try CorpusFolder.exchanges(of: subject.api) where exchange.status < 300 {
            guard let body = exchange.requestBody else { continue }
            await findings.check(exchange.id) {
                let accepted = try subject.dialect.accept(body, subject.context(of: exchange))
                do throws(Failure) {
                    let call = try subject.other.dialect.call(accepted.request, to: Target(model: "other"))
                    let parsed = try? JSONValue(parsing: call.body, limits: JSONLimits(depth: 512))
                    guard parsed?["model"]?.string == "other" else { return ["wrote no JSON request"] }
                    // What was written must be a request of the other dialect, by its own strict reader.
                    _ = try subject.other.dialect.accept(call.body, subject.other.context())
                    return []
                } catch {
                    refusals[error.param.map { "\($0)" } ?? "?", default: 0] += 1
                    return error.param == nil ? ["refusal without a member: \(error.code.name): \(error.message)"] : []
                }
            }
        }
        let refused = refusals.values.reduce(0, +)
        print("corpus: request crossing: \(subject.api): \(refused) refused by \(refusals.count) members")
        findings.report()
    }
}
