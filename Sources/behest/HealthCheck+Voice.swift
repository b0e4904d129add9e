internal import BehestAgents
internal import BehestAudio
internal import BehestSpeech
internal import BehestTransport

extension HealthCheck {
    /// What of the answers that are heard and seen works, as it is configured, and of what is put beside bugs.
    static func answers(_ options: ConfigurationOptions) -> [HealthCheck] {
        [loudspeaker(options), spokenReplies(options), notifications(options), screenshots(options)]
    }

    /// A configuration with mistakes is told of elsewhere.
    static func configured(_ options: ConfigurationOptions, _ assembly: Assembly) -> Configuration {
        (try? assembly.configuration(options)) ?? Configuration()
    }

    private static func loudspeaker(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "loudspeaker") { assembly in
            let device = configured(options, assembly).speech.device
            do {
                try await Loudspeaker(device: device).check()
                return .works(device)
            } catch {
                return .missing("answers are only shown. \(error)")
            }
        }
    }

    private static func spokenReplies(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "spoken replies") { assembly in
            do {
                let speakers = try assembly.speakers(configured(options, assembly).speech)
                guard let speaker = speakers.first else { return .works("none are wanted") }
                let clock = ContinuousClock()
                let began = clock.now
                let sound = try await speaker.sound(of: "Ready when you are.", language: "en")
                return .works("\(speaker.name): \(sound.duration.brief) of speech made in \((clock.now - began).brief)")
            } catch {
                return .missing("\(error)")
            }
        }
    }

    private static func notifications(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "notifications") { assembly in
            guard configured(options, assembly).notifications else { return .works("none are wanted") }
            return await DesktopNotifications.areShown()
                ? .works("shown by the desktop")
                : .missing("there is no desktop that shows them; questions are asked without.")
        }
    }

    private static func screenshots(_ options: ConfigurationOptions) -> HealthCheck {
        HealthCheck(name: "screenshots") { assembly in
            let bugs = configured(options, assembly).bugs
            guard bugs.kinds.contains(.screenshot) || !bugs.screenshotProgram.isEmpty else {
                return .works("none are wanted")
            }
            do {
                return .works(try bugs.findScreenshotProgram(environment: assembly.environment))
            } catch {
                return .missing("bug reports are filed without. \(error)")
            }
        }
    }
}
