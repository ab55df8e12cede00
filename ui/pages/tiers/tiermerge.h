#pragma once

#include "models/domain/tier.h"

#include <QString>

#include <vector>

namespace Orion
{

// A field of a tier in words, for comparing two versions.
struct TierDifference
{
    QString field;
    QString theirs;
    QString mine;
    bool bothChanged = false; // each side changed it, differently
};

// Where the two versions differ, given the one that both began with.
std::vector<TierDifference> compareTiers(const Tier &base, const Tier &theirs, const Tier &mine);

// Mine where I changed it, theirs everywhere else; the id and revision are theirs.
Tier mergeTiers(const Tier &base, const Tier &theirs, const Tier &mine);

// Whether an edit changed anything.
bool sameContent(const Tier &left, const Tier &right);

} // namespace Orion
