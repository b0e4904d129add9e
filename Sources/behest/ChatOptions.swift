internal import ArgumentParser
internal import BehestPipeline
internal import BehestTransport

/// The options of the language model that is asked when no grammar fits.
struct ChatOptions: ParsableArguments {
    @Option(
        name: .customLong("chat-endpoint"),
        help: ArgumentHelp(
            "When no grammar fits, ask a language model there what was meant, by OpenAI's chat completions API.",
            discussion: """
                Off without it. The words, but not the sound, are sent there. The model can only pick from what the \
                grammars can say, and you are always asked. Instead of the options, BEHEST_CHAT_ENDPOINT, \
                BEHEST_CHAT_MODEL and BEHEST_CHAT_KEY_VARIABLE can be set.
                """,
            valueName: "url"
        )
    )
    var endpoint: String?

    @Option(name: .customLong("chat-model"), help: ArgumentHelp("The model to ask there.", valueName: "name"))
    var model: String?

    @Option(
        name: .customLong("chat-key-variable"),
        help: ArgumentHelp("The environment variable that holds the key for it, if it wants one.", valueName: "name")
    )
    var keyVariable: String?

    /// The endpoint, if one was named.
    ///
    /// - Throws: ``ProposerError`` when it cannot be used.
    func endpoint(environment: [String: String]) throws -> ChatEndpoint? {
        func setting(_ option: String?, _ variable: String) -> String? {
            (option ?? environment[variable]).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let url = setting(endpoint, "BEHEST_CHAT_ENDPOINT") else {
            guard model == nil, keyVariable == nil else {
                throw ValidationError("--chat-model and --chat-key-variable need --chat-endpoint.")
            }
            return nil
        }
        return try ChatEndpoint(
            url: url,
            model: setting(model, "BEHEST_CHAT_MODEL") ?? "",
            key: try setting(keyVariable, "BEHEST_CHAT_KEY_VARIABLE").map { try Self.key(in: $0, environment) }
        )
    }

    private static func key(in variable: String, _ environment: [String: String]) throws -> Secret {
        guard !variable.hasPrefix("BEHEST_") else {
            throw ProposerError(
                .misconfigured,
                "Packs can read '\(variable)', so that it is no place for a key. Use a name that does not begin with BEHEST_."
            )
        }
        let key = Secret(environment[variable] ?? "")
        guard !key.isEmpty else {
            throw ProposerError(
                .misconfigured,
                "The environment variable '\(variable)', which is to hold the key of the chat endpoint, is not set. Set it, "
                    + "or leave --chat-key-variable out."
            )
        }
        return key
    }
}
