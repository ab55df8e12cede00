#include "app/http/headerscanner.h"

namespace Orion::Http
{

HeaderScanner::Progress HeaderScanner::scan(QByteArrayView bytes)
{
    while (m_scanned < bytes.size()) {
        const char c = bytes[m_scanned];
        if (!fits(c))
            return Progress::Malformed;
        ++m_scanned;
        m_last = c;
        if (c != '\n')
            continue;
        const bool isEmptyLine = m_scanned - m_lineStart == 2;
        m_lineStart = m_scanned;
        if (isEmptyLine)
            return Progress::Done;
    }
    return Progress::NeedMore;
}

bool HeaderScanner::fits(char c) const
{
    const bool startsFurtherLine = m_scanned == m_lineStart && m_scanned > 0;
    if (startsFurtherLine && (c == ' ' || c == '\t'))
        return false;
    return (c == '\n') == (m_last == '\r');
}

} // namespace Orion::Http
