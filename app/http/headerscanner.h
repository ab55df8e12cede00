#pragma once

#include <QByteArrayView>

namespace Orion::Http
{

// Finds the end of a request's header in bytes that come piece by piece. Strict about line ends: a
// CR or LF that stands alone and a folded line mean different things to different readers, so
// another one on the way may have seen another request. A plain value.
class HeaderScanner
{
public:
    enum class Progress
    {
        NeedMore,
        Done,
        Malformed
    };

    // `bytes` begins where the header does, in every call; those of earlier calls are not looked at
    // again.
    Progress scan(QByteArrayView bytes);

    bool hasBegun() const { return m_scanned > 0; }
    qsizetype end() const { return m_scanned; } // after Done: behind the empty line

private:
    bool fits(char c) const;

    qsizetype m_scanned = 0;
    qsizetype m_lineStart = 0;
    char m_last = 0;
};

} // namespace Orion::Http
