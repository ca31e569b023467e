# perl spamassassin.pl PORT FILE...: what SpamAssassin and Mail::DKIM say about mails, one JSON object a line.
# All of DNS is the toy server at this port of loopback.
use strict;
use warnings;
use JSON::PP;
use Mail::DKIM::DNS;
use Mail::DKIM::Verifier;
use Mail::SpamAssassin;
use Net::DNS::Resolver;

my ( $port, @files ) = @ARGV;

# Rules and plug-ins as they come with the package; nothing is learnt. DMARC would ask DNS in a way of its own.
my $judge = Mail::SpamAssassin->new(
    {
        dont_copy_prefs    => 1,
        userprefs_filename => '/dev/null',
        post_config_text   => <<"SETTINGS",
dns_server [127.0.0.1]:$port
dns_available yes
use_bayes 0
use_pyzor 0
use_razor2 0
score DMARC_MISSING 0
score DMARC_PASS 0
score DMARC_NONE 0
score DMARC_QUAR 0
score DMARC_REJECT 0
SETTINGS
    }
);
Mail::DKIM::DNS::resolver( Net::DNS::Resolver->new( nameservers => ['127.0.0.1'], port => $port ) );

sub judge_by_spamassassin {
    my $mail   = $judge->parse(shift);
    my $status = $judge->check($mail);
    my %rules  = map { $_ => $status->{conf}{scores}{$_} + 0 } @{ $status->{test_names_hit} };
    my $score  = $status->get_score() + 0;
    $status->finish();
    $mail->finish();
    return { score => $score, rules => \%rules };
}

# Each signature with what became of it, such as "rsa-sha256: pass".
sub judge_by_mail_dkim {
    my $verifier = Mail::DKIM::Verifier->new();
    $verifier->PRINT(shift);
    $verifier->CLOSE();
    return [ map { $_->algorithm() . ': ' . $_->result() } $verifier->signatures() ];
}

for my $file (@files) {
    open my $in, '<:raw', $file or die "$file: $!";
    my $bytes = do { local $/; <$in> };
    close $in;
    print encode_json( { spamassassin => judge_by_spamassassin($bytes), dkim => judge_by_mail_dkim($bytes) } ), "\n";
}
