public import BehestGrammar
public import BehestTransport
internal import BehestWorkflow
internal import FoundationEssentials

/// Asks a language model behind a ``ChatEndpoint`` what words mean.
///
/// The model is given the outline of the grammars and the words, and may answer with one of the listed intents. A server
/// that does not take a schema for the answer is asked again in words alone.
public struct ChatProposer: Proposer {
    private let endpoint: ChatEndpoint
    private let client: HTTPClient
    private let clock = ContinuousClock()

    /// The statuses with which servers refuse a request that they do not understand.
    private static let misunderstood: Set = [400, 422, 501]

    /// Makes a proposer.
    public init(_ endpoint: ChatEndpoint, client: HTTPClient = HTTPClient()) {
        self.endpoint = endpoint
        self.client = client
    }

    /// Proposes what some words mean.
    ///
    /// - Returns: the proposal; `nil` when the model says that the words mean nothing listed.
    /// - Throws: ``ProposerError`` when nothing usable came back in time; `CancellationError`.
    public func proposal(for transcript: String, outline: GrammarOutline) async throws -> ProposedReading? {
        let deadline = clock.now + endpoint.timeout
        let question = ChatQuestion(outline: outline, transcript: transcript)
        var response = try await send(question.body(model: endpoint.model, asksForSchema: true), by: deadline)
        if Self.misunderstood.contains(response.status) {
            response = try await send(question.body(model: endpoint.model, asksForSchema: false), by: deadline)
        }
        guard response.isSuccess else {
            throw ProposerError(
                .refused,
                "The chat endpoint '\(endpoint.address)' answered with status \(response.status). "
                    + (response.status == 401 || response.status == 403
                        ? "Check the key." : "Check the address and the name of the model, or try again.")
            )
        }
        do throws(ChatAnswer.Nonsense) {
            return try ChatAnswer(response.body).proposal
        } catch {
            throw ProposerError(
                .nonsense,
                "The chat endpoint '\(endpoint.address)' answered, but \(error.reason). Try again, or another model."
            )
        }
    }

    private func send(_ body: JSONValue, by deadline: ContinuousClock.Instant) async throws -> HTTPResponse {
        var request = HTTPRequest(.post, endpoint.address)
        request.headers = [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json")]
        request.key = endpoint.key
        request.body = Array(body.json.utf8)
        request.timeout = deadline - clock.now
        request.connectionTimeout = request.timeout
        request.longestAnswer = 1024 * 1024
        // The words are for this server alone.
        request.mostRedirects = 0
        do {
            return try await client.response(to: request)
        } catch let error as TransportError {
            throw ProposerError(.unreachable, "The chat endpoint did not help. \(error.message)")
        }
    }
}
