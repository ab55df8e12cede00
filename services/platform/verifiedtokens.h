#pragma once

#include "services/platform/tokenclaims.h"

#include <QByteArray>

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace Orion
{

// What tokens that were verified said, so that a token which comes with every request costs its
// verification once. Takes its memory when it is made and never more: a token finds its place by
// its digest, and pushes out the one of eight there that expires first. Any thread.
class VerifiedTokens
{
public:
    explicit VerifiedTokens(std::size_t places = 16'384);

    // What the token said; whether it is still good is the caller's to look at.
    std::optional<TokenClaims> find(const QByteArray &token) const;

    // Claims with uncommonly long names are not kept, such a token is verified each time.
    void insert(const QByteArray &token, const TokenClaims &claims);

    std::size_t bytes() const; // of memory, always the same

private:
    using Digest = std::array<unsigned char, 32>; // SHA-256: a token itself is not kept

    static constexpr std::size_t ways = 8; // places for each digest

    struct Entry
    {
        Digest digest{};
        double notBefore = 0; // Unix seconds
        double expires = 0;   // 0: an empty place
        TokenRole role = TokenRole::Vendor;
        std::array<std::uint8_t, 3> lengths{}; // of the names, in bytes
        std::array<char, 132> names{};         // vendor's code, subject and id, in UTF-8
    };

    static Digest digestOf(const QByteArray &token);
    static TokenClaims claimsOf(const Entry &entry);
    std::span<const Entry> placesOf(const Digest &digest) const;

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries; // a digest's places lie beside one another
};

} // namespace Orion
