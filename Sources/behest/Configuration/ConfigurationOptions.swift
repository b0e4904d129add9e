internal import ArgumentParser
internal import BehestGrammar
internal import BehestWorkflow
internal import FoundationEssentials

/// The option of all commands that go by the configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The configuration, instead of your own (~/.config/behest/config.yaml).", valueName: "file")
    )
    var file: String?
}

/// A configuration that cannot be used.
struct ConfigurationProblems: Error, CustomStringConvertible {
    var file: String
    var bytes: [UInt8]
    var diagnostics: [Diagnostic]

    var description: String { "The configuration '\(file)' cannot be used; mend the mistakes above." }
}

/// A configuration that was named and cannot be read.
struct UnreadableConfiguration: Error, CustomStringConvertible {
    var file: String

    var description: String { "The configuration '\(file)' cannot be read. Check its name and its permissions." }
}

extension Assembly {
    /// What the user has configured.
    ///
    /// - Throws: ``ConfigurationProblems`` with all mistakes; ``UnreadableConfiguration``. That there is no file is no error
    ///   unless it was named.
    func configuration(_ options: ConfigurationOptions) throws -> Configuration {
        try configuration(file: options.file)
    }

    /// What the user has configured, for commands that go by it and have no word for another file; with mistakes in it, it is
    /// told of elsewhere.
    var usualConfiguration: Configuration { (try? configuration(file: nil)) ?? Configuration() }

    private func configuration(file named: String?) throws -> Configuration {
        let file = named ?? places.configuration.path
        guard named != nil || FileManager.default.fileExists(atPath: file) else { return Configuration() }
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { throw UnreadableConfiguration(file: file) }
        let reader = ConfigurationReader(bytes: Array(data), file: file)
        guard !reader.log.hasErrors else {
            throw ConfigurationProblems(file: file, bytes: Array(data), diagnostics: reader.log.diagnostics)
        }
        return reader.configuration
    }
}
