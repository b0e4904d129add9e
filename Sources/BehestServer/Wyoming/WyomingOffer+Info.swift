public import BehestTransport

extension WyomingOffer {
    /// Behest itself, as it is told of.
    private var program: WyomingInfo.Artifact {
        WyomingInfo.Artifact(
            name: "behest",
            attribution: .init(name: "Behest", url: ""),
            description: "Speech and spoken commands",
            version: version
        )
    }

    /// What the shipped and the user's own grammars are told of as.
    private var grammars: WyomingInfo.Artifact {
        WyomingInfo.Artifact(
            name: "grammars",
            attribution: program.attribution,
            description: "The grammar packs that are loaded",
            version: version,
            languages: languages
        )
    }

    /// What is told to whoever asks what there is.
    var info: WyomingInfo {
        var programs: [WyomingInfo.Domain: [WyomingInfo.Program]] = [:]
        if let hearing {
            programs[.speech] = [
                WyomingInfo.Program(
                    program,
                    models: [hearing.model],
                    features: [
                        // The words come whole, and whoever sends the sound tells where it ends.
                        "supports_transcript_streaming": false,
                        "requires_external_vad": true,
                        // The recogniser brings sound to its own level.
                        "prefers_auto_gain_enabled": false,
                        "prefers_noise_reduction_enabled": true,
                    ]
                )
            ]
        }
        if reader != nil { programs[.understanding] = [WyomingInfo.Program(program, models: [grammars])] }
        if taker != nil {
            programs[.handling] = [
                WyomingInfo.Program(
                    program,
                    models: [grammars],
                    features: ["supports_handled_streaming": false, "supports_home_control": false]
                )
            ]
        }
        return WyomingInfo(programs: programs)
    }
}

extension WyomingInfo.Artifact {
    /// One of the embedded recogniser's models.
    ///
    /// - Parameter name: such as `moonshine-base`.
    /// - Returns: what is told of it.
    public static func moonshine(_ name: String) -> WyomingInfo.Artifact {
        WyomingInfo.Artifact(
            name: name,
            attribution: .init(name: "Moonshine AI", url: "https://github.com/moonshine-ai/moonshine"),
            description: "Moonshine for English, run on this machine",
            languages: ["en"]
        )
    }
}
