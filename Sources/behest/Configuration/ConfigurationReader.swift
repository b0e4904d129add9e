internal import BehestGrammar
internal import BehestTransport
internal import BehestWorkflow

/// Reads the configuration file, and finds every mistake in it: a key that does not count is no better than a missing one.
struct ConfigurationReader {
    private(set) var configuration = Configuration()
    /// What is wrong.
    var log = DiagnosticLog()

    private static let keys = [
        "listening", "transcription", "server", "speech", "earcons", "notifications", "bugs",
        "tracker", "webhooks", "coders", "agents", "secrets", "keep",
    ]

    /// Reads a file's bytes.
    init(bytes: [UInt8], file: String) {
        let document = PackDocument(bytes: bytes, file: file)
        log.diagnostics = document.diagnostics
        // A file of comments alone has nothing in it.
        guard let root = document.root, root.text != "" else { return }
        let fields = log.fields(of: root, "the configuration", keys: Self.keys, later: [])
        if let listening = fields["listening"] { configuration.listening = self.listening(listening) }
        if let transcription = fields["transcription"] {
            configuration.transcription = self.transcription(transcription)
        }
        if let server = fields["server"] { configuration.server = self.server(server) }
        if let speech = fields["speech"] { read(speech: speech) }
        if let earcons = fields["earcons"] { flag(earcons, "earcons").map { configuration.earcons = $0 } }
        if let notifications = fields["notifications"] {
            flag(notifications, "notifications").map { configuration.notifications = $0 }
        }
        if let tracker = fields["tracker"] { configuration.tracker = self.tracker(tracker) }
        if let webhooks = fields["webhooks"] { configuration.webhooks = self.webhooks(webhooks) }
        if let secrets = fields["secrets"] { configuration.secrets = self.secrets(secrets) }
        if let bugs = fields["bugs"] { attachments(bugs).map { configuration.bugs = $0 } }
        if let keep = fields["keep"] { configuration.keep = self.keep(keep) }
        if let coders = fields["coders"] { configuration.coders = self.coders(coders) }
        if let agents = fields["agents"] { configuration.agents = self.agents(agents) }
    }

    // MARK: - Speech

    private mutating func read(speech node: PackNode) {
        let fields = log.fields(of: node, "'speech'", keys: ["by", "voice", "rate", "volume", "device"], later: [])
        var speech = Configuration.Speech()
        if let means = fields["by"] { self.means(means).map { speech.means = $0 } }
        if let voice = fields["voice"] { speech.voice = voiceName(voice) }
        if let rate = fields["rate"] { number(rate, "rate", 80...450).map { speech.rate = $0 } }
        if let volume = fields["volume"] { number(volume, "volume", 0...100).map { speech.volume = $0 } }
        if let device = fields["device"] { text(device, "device").map { speech.device = $0 } }
        if speech.means != .espeak {
            for key in ["voice", "rate"] {
                guard let node = fields[key] else { continue }
                log.error("misplaced-key", "'\(key)' is for espeak-ng, which is not to speak here", at: node.range)
            }
        }
        configuration.speech = speech
    }

    private mutating func means(_ node: PackNode) -> Configuration.Speech.Means? {
        guard node.entries != nil else {
            switch node.text {
            case "espeak-ng": return .espeak
            case "none": return Configuration.Speech.Means.none
            default:
                log.error(
                    "unknown-value",
                    "'by' is espeak-ng, none, or a mapping with 'command' or 'endpoint'",
                    at: node.range
                )
                return nil
            }
        }
        let fields = log.fields(of: node, "'by'", keys: ["command", "endpoint"], later: [])
        switch (fields["command"], fields["endpoint"]) {
        case (let command?, nil):
            let example = "[piper, --model, en_GB-alba-medium.onnx, --output_file, '-']"
            return program(command, "command", example: example).map { .command($0) }
        case (nil, let endpoint?): return self.endpoint(endpoint).map { .endpoint($0) }
        case (_?, let endpoint?):
            log.error("two-means", "'by' has either 'command' or 'endpoint', not both", at: endpoint.range)
        case (nil, nil):
            if fields.isEmpty, node.entries?.isEmpty == true {
                log.error("wrong-kind", "'by' has neither 'command' nor 'endpoint'", at: node.range)
            }
        }
        return nil
    }

    private mutating func endpoint(_ node: PackNode) -> Configuration.Speech.Endpoint? {
        let keys = ["url", "model", "voice", "key-from-environment"]
        let fields = log.fields(of: node, "'endpoint'", keys: keys, later: [])
        guard node.entries != nil else { return nil }
        var endpoint = Configuration.Speech.Endpoint()
        for key in ["url", "model"] where fields[key] == nil {
            log.error("missing-key", "'endpoint' has no '\(key)'", at: node.range)
        }
        if let url = fields["url"], let text = text(url, "url") {
            endpoint.url = text
            do throws(TransportError) {
                _ = try HTTPAddress(text)
            } catch {
                log.error("unknown-value", "'url' is no address that can be used", at: url.range, hint: error.message)
            }
        }
        if let model = fields["model"] { text(model, "model").map { endpoint.model = $0 } }
        if let voice = fields["voice"] { endpoint.voice = text(voice, "voice") }
        if let variable = fields["key-from-environment"] { endpoint.keyVariable = variableName(variable) }
        return endpoint
    }

    /// The name of an environment variable that holds a key.
    mutating func variableName(_ node: PackNode, _ key: String = "key-from-environment") -> String? {
        guard let name = text(node, key) else { return nil }
        if name.hasPrefix("BEHEST_") {
            log.error(
                "unknown-value",
                "packs can read '\(name)', so that it is no place for a key",
                at: node.range,
                hint: "use a name that does not begin with BEHEST_"
            )
        }
        return name
    }

    /// A name of espeak-ng's: it becomes an argument and a file's name.
    private mutating func voiceName(_ node: PackNode) -> String? {
        guard let name = text(node, "voice") else { return nil }
        let isName = name.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_+".utf8.contains($0)
        }
        if !isName || name.hasPrefix("-") {
            log.error(
                "unknown-value",
                "'\(name)' is not the name of a voice",
                at: node.range,
                hint: "'espeak-ng --voices' lists them"
            )
        }
        return name
    }

    // MARK: - Values

    /// A program and its arguments.
    mutating func program(_ node: PackNode, _ key: String, example: String) -> [String]? {
        let arguments = node.elements?.compactMap(\.text) ?? []
        guard let elements = node.elements, arguments.count == elements.count, arguments.first?.isEmpty == false else {
            log.error(
                "wrong-kind",
                "'\(key)' is not a list of a program and its arguments",
                at: node.range,
                hint: "write \(example)"
            )
            return nil
        }
        return arguments
    }

    mutating func text(_ node: PackNode, _ key: String) -> String? {
        guard let text = node.text, !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 }) else {
            log.error("wrong-kind", "'\(key)' is not a text of one line", at: node.range)
            return nil
        }
        return text
    }

    mutating func flag(_ node: PackNode, _ key: String) -> Bool? {
        switch node.text {
        case "true": return true
        case "false": return false
        default:
            log.error("unknown-value", "'\(key)' is true or false", at: node.range)
            return nil
        }
    }

    mutating func number(_ node: PackNode, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = node.text.flatMap({ Int($0) }), range.contains(number) else {
            log.error(
                "unknown-value",
                "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound)",
                at: node.range
            )
            return nil
        }
        return number
    }
}
