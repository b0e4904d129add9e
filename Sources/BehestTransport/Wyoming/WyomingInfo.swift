/// What a service tells of itself: the programs it has, each with its models.
public struct WyomingInfo: WyomingMessage {
    /// `info`.
    public static let type = "info"

    /// The question that it answers.
    public static let question = WyomingEvent("describe")

    /// Who made something, and where it is from.
    public struct Attribution: Sendable, Hashable {
        /// Who made it.
        public var name: String
        /// Its address.
        public var url: String

        /// Makes an attribution.
        public init(name: String, url: String) {
            self.name = name
            self.url = url
        }
    }

    /// A program or a model.
    public struct Artifact: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Who made it.
        public var attribution: Attribution
        /// A sentence about it.
        public var description: String?
        /// Its version.
        public var version: String?
        /// The languages that it knows, as ISO 639 codes; a program's are those of its models.
        public var languages: [String]

        /// Makes an artifact.
        public init(
            name: String,
            attribution: Attribution,
            description: String? = nil,
            version: String? = nil,
            languages: [String] = []
        ) {
            self.name = name
            self.attribution = attribution
            self.description = description
            self.version = version
            self.languages = languages
        }
    }

    /// What a program is for.
    public enum Domain: String, Sendable, Hashable, CaseIterable {
        /// It turns speech into words.
        case speech = "asr"
        /// It understands words.
        case understanding = "intent"
        /// It carries out what words say.
        case handling = "handle"
    }

    /// A program that offers something.
    public struct Program: Sendable, Hashable {
        /// The program itself.
        public var artifact: Artifact
        /// What it works with.
        public var models: [Artifact]
        /// What it does or wants beyond that, such as `supports_transcript_streaming`.
        public var features: [String: Bool]

        /// Makes a program.
        public init(_ artifact: Artifact, models: [Artifact], features: [String: Bool] = [:]) {
            self.artifact = artifact
            self.models = models
            self.features = features
        }
    }

    /// The programs.
    public var programs: [Domain: [Program]]

    /// Makes it.
    public init(programs: [Domain: [Program]]) { self.programs = programs }

    /// Reads it; programs of other kinds, and what is not well-formed, are passed over.
    public init?(reading event: WyomingEvent) {
        programs = [:]
        for domain in Domain.allCases {
            let found = (event.data[domain.rawValue]?.elements ?? []).compactMap(\.members).compactMap(Program.init)
            if !found.isEmpty { programs[domain] = found }
        }
    }

    /// The event; the kinds of programs that there are none of are in it too, as the protocol's own library has them.
    public var event: WyomingEvent {
        var data: [String: WyomingValue] = [:]
        for name in ["asr", "tts", "handle", "intent", "wake", "mic", "snd"] {
            let offered = Domain(rawValue: name).flatMap { self.programs[$0] } ?? []
            data[name] = .list(offered.map { .mapping($0.data) })
        }
        return WyomingEvent(Self.type, data: data)
    }
}

extension WyomingInfo.Program {
    fileprivate init?(_ data: [String: WyomingValue]) {
        guard let artifact = WyomingInfo.Artifact(data) else { return nil }
        let models = (data["models"]?.elements ?? []).compactMap(\.members).compactMap(WyomingInfo.Artifact.init)
        self.init(artifact, models: models, features: data.compactMapValues(\.boolean).filter { $0.key != "installed" })
    }

    fileprivate var data: [String: WyomingValue] {
        var data = artifact.data
        data["languages"] = nil
        data["models"] = .list(models.map { .mapping($0.data) })
        for (name, has) in features { data[name] = .boolean(has) }
        return data
    }
}

extension WyomingInfo.Artifact {
    fileprivate init?(_ data: [String: WyomingValue]) {
        guard let name = data["name"]?.text else { return nil }
        let attribution = data["attribution"]?.members ?? [:]
        self.init(
            name: name,
            attribution: .init(name: attribution["name"]?.text ?? "", url: attribution["url"]?.text ?? ""),
            description: data["description"]?.text,
            version: data["version"]?.text,
            languages: data["languages"]?.elements?.compactMap(\.text) ?? []
        )
    }

    fileprivate var data: [String: WyomingValue] {
        [
            "name": .text(name),
            "attribution": ["name": .text(attribution.name), "url": .text(attribution.url)],
            "installed": true,
            "description": description.map { .text($0) } ?? .null,
            "version": version.map { .text($0) } ?? .null,
            "languages": .list(languages.map { .text($0) }),
        ]
    }
}
