#include "app/sandbox/pages/pdf.h"

#include <vector>

namespace Orion::Sandbox
{

namespace
{

// A string of the page in WinAnsi, which is Latin-1 but for the euro sign.
QByteArray literal(const QString &text)
{
    QByteArray bytes;
    for (const QChar c : text) {
        if (c == u'€')
            bytes.append("\\200");
        else if (c == u'(' || c == u')' || c == u'\\')
            bytes.append('\\').append(c.toLatin1());
        else
            bytes.append(c.unicode() < 256 && c.unicode() >= 32 ? static_cast<char>(c.unicode())
                                                                : '?');
    }
    return "(" + bytes + ")";
}

QByteArray content(const QStringList &lines)
{
    QByteArray stream("BT /F1 12 Tf 18 TL 56 780 Td\n");
    for (const QString &line : lines)
        stream += literal(line) + " Tj T*\n";
    return stream + "ET\n";
}

} // namespace

QByteArray textPdf(const QStringList &lines)
{
    const QByteArray stream = content(lines);
    const std::vector<QByteArray> objects{
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        "<< /Length " + QByteArray::number(stream.size()) + " >>\nstream\n" + stream + "endstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    };
    QByteArray pdf("%PDF-1.4\n");
    QByteArray table("0000000000 65535 f \n");
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += QByteArray::number(pdf.size()).rightJustified(10, '0') + " 00000 n \n";
        pdf += QByteArray::number(qulonglong(i + 1)) + " 0 obj\n" + objects.at(i) + "\nendobj\n";
    }
    const QByteArray count = QByteArray::number(qulonglong(objects.size() + 1));
    const QByteArray start = QByteArray::number(pdf.size());
    return pdf + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count +
           " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

} // namespace Orion::Sandbox
