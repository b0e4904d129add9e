extension Phone {
    /// How unlike another sound it is: 0 for the same one, about 1 for one that nobody would take for it.
    ///
    /// Taking a phone for another costs the same both ways.
    package func distance(to other: Phone) -> Float {
        if self == other { return 0 }
        switch (isVowel, other.isVowel) {
        case (true, true): return vowelDistance(to: other)
        case (false, false): return consonantDistance(to: other)
        case (true, false): return mixedDistance(to: other)
        case (false, true): return other.mixedDistance(to: self)
        }
    }

    /// The price of hearing this sound where none was meant.
    package var insertionCost: Float { deletionCost - 0.05 }

    /// The price of not hearing this sound where it was meant; sounds that are often swallowed cost less.
    package var deletionCost: Float {
        switch manner {
        case .vowel: isReduced ? 0.45 : traits.contains(.stressed) ? 0.9 : 0.7
        case .stop: place == 20 ? 0.25 : place == 6 ? 0.5 : 0.75
        case .fricative: place >= 18 ? 0.45 : place == 4 ? 0.6 : 0.85
        case .glide, .tap: 0.55
        case .lateral, .nasal, .trill: 0.7
        case .affricate: 0.9
        }
    }

    // MARK: - Vowels

    private func vowelDistance(to other: Phone) -> Float {
        let begins =
            Self.apart(height, other.height, backness, other.backness)
            + (traits.contains(.rounded) == other.traits.contains(.rounded) ? 0 : 0.06)
        let ends =
            Self.apart(endHeight, other.endHeight, endBackness, other.endBackness)
            + (traits.contains(.endsRounded) == other.traits.contains(.endsRounded) ? 0 : 0.06)
        var distance = 0.5 * begins + 0.5 * ends
        if traits.contains(.nasal) != other.traits.contains(.nasal) { distance += 0.1 }
        if traits.contains(.rhotic) != other.traits.contains(.rhotic) { distance += 0.2 }
        // Speakers reduce any vowel, and recognisers write any vowel for a reduced one.
        if isReduced || other.isReduced { distance *= 0.7 }
        if traits.contains(.long) != other.traits.contains(.long) { distance += 0.02 }
        // The same sound but for its stress is the same sound.
        return min(0.85, distance < 0.03 ? distance : distance + 0.06)
    }

    private static func apart(_ height: UInt8, _ otherHeight: UInt8, _ back: UInt8, _ otherBack: UInt8) -> Float {
        abs(Float(height) - Float(otherHeight)) * 0.055 + abs(Float(back) - Float(otherBack)) * 0.045
    }

    // MARK: - Consonants

    private func consonantDistance(to other: Phone) -> Float {
        var distance = Self.distance(of: manner, and: other.manner)
        distance += min(0.4, abs(Float(place) - Float(other.place)) * 0.045)
        if traits.contains(.voiced) != other.traits.contains(.voiced) { distance += 0.14 }
        if traits.contains(.sibilant) != other.traits.contains(.sibilant), manner == other.manner { distance += 0.12 }
        // All that is written as an r is one sound to those who listen.
        if isRhotic, other.isRhotic { distance = min(distance, 0.15) }
        // An American "t" between vowels.
        if manner == .tap || other.manner == .tap, place == other.place,
            Self.isStop(manner) || Self.isStop(other.manner)
        {
            distance = min(distance, 0.12)
        }
        if traits.contains(.palatalised) != other.traits.contains(.palatalised) { distance += 0.06 }
        if traits.contains(.labialised) != other.traits.contains(.labialised) { distance += 0.06 }
        return min(1.1, distance < 0.01 ? distance : distance + 0.08)
    }

    private static func isStop(_ manner: Manner) -> Bool { manner == .stop }

    private var isRhotic: Bool {
        traits.contains(.rhotic) || manner == .trill || manner == .tap
    }

    /// How far apart two ways to let the air through are.
    private static func distance(of first: Manner, and second: Manner) -> Float {
        if first == second { return 0 }
        switch (min(first.rawValue, second.rawValue), max(first.rawValue, second.rawValue)) {
        case (Manner.affricate.rawValue, Manner.stop.rawValue), (Manner.fricative.rawValue, Manner.affricate.rawValue):
            return 0.15
        case (Manner.fricative.rawValue, Manner.stop.rawValue), (Manner.nasal.rawValue, Manner.stop.rawValue),
            (Manner.tap.rawValue, Manner.stop.rawValue), (Manner.lateral.rawValue, Manner.tap.rawValue),
            (Manner.glide.rawValue, Manner.lateral.rawValue), (Manner.lateral.rawValue, Manner.nasal.rawValue),
            (Manner.tap.rawValue, Manner.trill.rawValue):
            return 0.25
        case (Manner.glide.rawValue, Manner.fricative.rawValue): return 0.4
        default: return 0.5
        }
    }

    // MARK: - A vowel and a consonant

    private func mixedDistance(to consonant: Phone) -> Float {
        switch consonant.manner {
        case .glide:
            if consonant.traits.contains(.rhotic) { return traits.contains(.rhotic) ? 0.25 : isReduced ? 0.6 : 0.9 }
            let isNear = consonant.place == 11 ? endBackness <= 1 : endBackness >= 7
            return isNear && endHeight <= 4 ? 0.4 : 1
        // A dark "l" is heard as "o" or "u".
        case .lateral: return backness >= 6 && endHeight <= 6 ? 0.6 : isReduced ? 0.7 : 1
        case .nasal: return consonant.traits.contains(.syllabic) || traits.contains(.nasal) ? 0.6 : 1.1
        default: return 1.3
        }
    }
}
