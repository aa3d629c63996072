; Bundles are ordinary ZIP archives. Offer the app under 'Open with', and leave the program that opens archives as it is.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\EvidenceVault.Bundle" "" "Evidence Vault bundle"
  WriteRegStr SHELL_CONTEXT "Software\Classes\EvidenceVault.Bundle\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\EvidenceVault.Bundle\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.zip\OpenWithProgids" "EvidenceVault.Bundle" ""
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\EvidenceVault.Bundle"
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.zip\OpenWithProgids" "EvidenceVault.Bundle"
!macroend
