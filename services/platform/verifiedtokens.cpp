#include "services/platform/verifiedtokens.h"

#include <algorithm>
#include <cstring>

#include <openssl/sha.h>

namespace Orion
{

VerifiedTokens::VerifiedTokens(std::size_t places)
    : m_entries(std::max<std::size_t>(1, (places + ways - 1) / ways) * ways)
{}

VerifiedTokens::Digest VerifiedTokens::digestOf(const QByteArray &token)
{
    Digest digest;
    SHA256(reinterpret_cast<const unsigned char *>(token.constData()), std::size_t(token.size()),
           digest.data());
    return digest;
}

std::span<const VerifiedTokens::Entry> VerifiedTokens::placesOf(const Digest &digest) const
{
    std::uint64_t number = 0;
    std::memcpy(&number, digest.data(), sizeof number);
    return std::span(m_entries).subspan(std::size_t(number % (m_entries.size() / ways)) * ways,
                                        ways);
}

TokenClaims VerifiedTokens::claimsOf(const Entry &entry)
{
    const char *from = entry.names.data();
    const auto next = [&](std::uint8_t length) {
        const QString name = QString::fromUtf8(from, length);
        from += length;
        return name;
    };
    TokenClaims claims;
    claims.principal.role = entry.role;
    claims.principal.vendorCode = next(entry.lengths[0]);
    claims.principal.subject = next(entry.lengths[1]);
    claims.principal.tokenId = next(entry.lengths[2]);
    claims.notBefore = entry.notBefore;
    claims.expires = entry.expires;
    return claims;
}

std::optional<TokenClaims> VerifiedTokens::find(const QByteArray &token) const
{
    const Digest digest = digestOf(token);
    const std::scoped_lock lock(m_mutex);
    for (const Entry &entry : placesOf(digest)) {
        if (entry.expires > 0 && entry.digest == digest)
            return claimsOf(entry);
    }
    return std::nullopt;
}

void VerifiedTokens::insert(const QByteArray &token, const TokenClaims &claims)
{
    const Principal &principal = claims.principal;
    const QByteArrayList names{principal.vendorCode.toUtf8(), principal.subject.toUtf8(),
                               principal.tokenId.toUtf8()};
    const QByteArray joined = names.join();
    Entry entry;
    if (std::size_t(joined.size()) > entry.names.size())
        return;
    entry.digest = digestOf(token);
    entry.notBefore = claims.notBefore;
    entry.expires = claims.expires;
    entry.role = principal.role;
    for (std::size_t i = 0; i < entry.lengths.size(); ++i)
        entry.lengths[i] = std::uint8_t(names.at(qsizetype(i)).size());
    std::ranges::copy(joined, entry.names.begin());

    const std::scoped_lock lock(m_mutex);
    const auto places = placesOf(entry.digest);
    auto place = std::ranges::find(places, entry.digest, &Entry::digest);
    if (place == places.end())
        place = std::ranges::min_element(places, {}, &Entry::expires);
    m_entries[std::size_t(&*place - m_entries.data())] = entry;
}

std::size_t VerifiedTokens::bytes() const
{
    return m_entries.size() * sizeof(Entry);
}

} // namespace Orion
