import BehestAudio
import BehestInference
import Synchronization
import TestSupport

extension Segmenter.Settings {
    /// So short that a line of signs shows what they do.
    static var small: Self {
        var settings = Self()
        settings.onsetHops = 2
        settings.trailingHops = 4
        settings.preRollHops = 2
        settings.postRollHops = 2
        settings.longestHops = 20
        settings.historyHops = 2
        return settings
    }
}

extension LiveUtterances {
    /// Finds the utterances in all that a ring holds by the real model, and names them u1, u2 and so on.
    init(in ring: SoundRing, pauseHops: Int = 1) throws {
        let runtime = try InferenceRuntime(library: Models.runtimeLibrary)
        let count = Mutex(0)
        self.init(
            in: ring.events(preRoll: .seconds(30)),
            sourceName: "test",
            detection: UtteranceReader.Detection(runtime: runtime, modelPath: Models.voiceActivity),
            pauseHops: pauseHops
        ) {
            count.withLock {
                $0 += 1
                return "u\($0)"
            }
        }
    }
}
